"""Several transactions in one commit, for a database with one writer: most of what a commit takes is waiting for the
disk, and one wait does for all. A server that many write to at once does this by itself.

Each transaction is still all or nothing: what raises is rolled back to where it began, and the others stand. None of
them is on the disk before the block ends, so nobody is told before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from bot.storage.prepared import plainly
from bot.storage.store import Store, Transaction


class Parts(Store):
    """A store in the middle of a transaction. The transactions that are begun here are parts of that one.

    Attributes:
        done: the parts that stand, to be committed.
        lost: why nothing of this can be committed. SQLite gives up a whole transaction when the disk is full.
    """

    def __init__(self, store: Store, connection: Connection) -> None:
        super().__init__(store.engine, store.vault)
        self._connection = connection
        self.done: list[Transaction] = []
        self.lost: BaseException | None = None

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """As the store's, but for the commit, which comes at the end of all."""
        if self.lost is not None:
            raise self.lost
        part = Transaction(lambda: self._connection, self.vault, writable=True)
        try:
            plainly(self._connection, "SAVEPOINT part")
            yield part
            for do in part.before_commit:
                do()
            plainly(self._connection, "RELEASE part")
        except BaseException as error:
            self._undo(part, error)
            raise
        self.done.append(part)

    def _undo(self, part: Transaction, error: BaseException) -> None:
        driver = self._connection.connection.driver_connection
        try:
            if driver is None or not driver.in_transaction:
                raise error
            self._connection.exec_driver_sql("ROLLBACK TO part")
            self._connection.exec_driver_sql("RELEASE part")
        except BaseException as worse:
            self.lost = worse
        for do in part.after_rollback:
            do()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """What stands now, with the parts before. Meant for looking only."""
        yield Transaction(lambda: self._connection, self.vault, writable=False)


@contextmanager
def together(store: Store) -> Iterator[Store]:
    """A store for the length of the block, whose transactions are committed together at its end.

    Args:
        store: with many writers it is given back as it is, and each transaction is committed by itself.

    Raises:
        Exception: nothing is stored, of none of them.
    """
    if not store.one_writer:
        yield store
        return
    parts: Parts | None = None
    try:
        with store.engine.begin() as connection:
            parts = Parts(store, connection)
            yield parts
            if parts.lost is not None:
                raise parts.lost
    except BaseException:
        for part in parts.done if parts is not None else ():
            for do in part.after_rollback:
                do()
        raise
    finally:
        store.tidied()
    store.committed(*parts.done)
