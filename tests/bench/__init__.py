"""`make bench`: how fast it is, beside what else one could have built it on. Printed as a table, never a test: machines
differ, and busy ones more so. Compare figures within one run, not between runs.
"""
