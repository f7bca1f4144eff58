"""What can be done, by whom: one function for each action, one transaction, one check, one line in the access log."""
