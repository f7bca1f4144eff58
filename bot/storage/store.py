"""The store: one way to write, one way to read. What happens inside a transaction happens in full or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Column, Connection, Engine, Pool, bindparam, select

from bot.storage import postgresql, tables
from bot.storage.claim import Claim
from bot.storage.engine import READING, empty_log, options
from bot.storage.prepared import Prepared
from bot.storage.turns import Turns
from bot.storage.vault import Vault

log = logging.getLogger(__name__)

_LOCKED = Prepared(
    select(tables.users.c.id).where(tables.users.c.id == bindparam("user")).with_for_update(key_share=True)
)


class Transaction:
    """A view of the database at one moment, and the right to change it unless it came from `Store.reading`.

    The functions of this package's modules take one as their first argument.

    Attributes:
        writable: False when it came from `Store.reading`.
        before_commit: done last of all before the commit; if one fails, nothing is committed.
        after_commit: done once the commit is on the disk.
        after_rollback: done if nothing came of the transaction.
        leaves_traces: rows were erased, and the write-ahead log must be emptied of them.
    """

    def __init__(
        self,
        begin: Callable[[], Connection],
        vault: Vault,
        *,
        writable: bool,
        turn: Callable[[str], object] | None = None,
    ) -> None:
        self._begin = begin
        self._begun: Connection | None = None
        self._turn = turn
        self.vault = vault
        self.writable = writable
        self.before_commit: list[Callable[[], None]] = []
        self.after_commit: list[Callable[[], None]] = []
        self.after_rollback: list[Callable[[], None]] = []
        self.leaves_traces = False

    @property
    def connection(self) -> Connection:
        """The connection, taken when it is first asked for."""
        if self._begun is None:
            self._begun = self._begin()
        return self._begun

    def lock_user(self, user: str) -> bool:
        """Wait until nobody else changes anything of this person's, until the transaction ends.

        On SQLite the transaction is the only writer already and the row is merely looked up. On PostgreSQL the row is
        locked, `FOR NO KEY UPDATE`: whoever only writes down that this person was seen need not wait. Done first of
        all, it waits for the other threads of this process before it takes a connection.

        In a transaction that only reads there is nothing to lock, and the row is looked up.

        Returns:
            Whether there is such a person.
        """
        if not self.writable:
            there = select(tables.users.c.id).where(tables.users.c.id == user)
            return self.connection.execute(there).first() is not None
        if self._begun is None and self._turn is not None:
            self._turn(user)
        return _LOCKED.first(self.connection, {"user": user}) is not None

    def seal(self, user: str, column: Column[bytes], row: str, text: str) -> bytes:
        """Seal a text of this person's for one column of the row with this id.

        Raises:
            KeyMissing: this person has no key.
            KeyDamaged: the key cannot be read.
        """
        return self.vault.seal(user, _place(column, row), text)

    def open(self, user: str, column: Column[bytes], row: str, sealed: bytes) -> str:
        """Open what `seal` made.

        Raises:
            KeyMissing: this person has no key.
            KeyDamaged: the key cannot be read.
            SealBroken: it does not belong here, or was changed.
        """
        return self.vault.open(user, _place(column, row), sealed)


def _place(column: Column[bytes], row: str) -> str:
    return f"{column.table.name}/{column.name}/{row}"


class Store:
    """The database and the vault together. One for each process; safe to use from several threads.

    Attributes:
        erased_again: ids of those who were found in the ledger and still here when it was opened; they are erased.
    """

    def __init__(self, engine: Engine, vault: Vault, claim: Claim | None = None) -> None:
        self.engine = engine
        self.vault = vault
        self._claim = claim
        self._log_holds_erased = False
        self._turns = Turns()
        self.erased_again: tuple[str, ...] = ()
        self._places: dict[str, Connection] = {}
        self._left: Pool | None = None  # once closed: whose connections are given back by those still under way

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Write. Commits at the end of the block, rolls everything back if the block raises.

        Waits for the writer before it (SQLite: `BEGIN IMMEDIATE`), so what is read inside stays true until the commit.

        Raises:
            DiskFull: nothing was changed.
            DatabaseDamaged: restore a backup.
            DatabaseInUse: another program kept it busy.
            DatabaseUnreachable: the server does not answer.
        """
        transaction: Transaction | None = None
        try:
            with ExitStack() as held:  # let go of in reverse: first the commit, then the turn
                transaction = Transaction(
                    lambda: held.enter_context(self.engine.begin()),
                    self.vault,
                    writable=True,
                    turn=lambda user: held.enter_context(self._turns.of(user)),
                )
                if self.one_writer:
                    transaction.connection  # noqa: B018 - its writers wait here, whomever they work for
                yield transaction
                for do in transaction.before_commit:
                    do()
        except BaseException:
            for do in transaction.after_rollback if transaction else ():
                do()
            raise
        finally:
            self.tidied()
        self.committed(transaction)

    def committed(self, *transactions: Transaction) -> None:
        """Do what is to be done once these are on the disk."""
        for transaction in transactions:
            for do in transaction.after_commit:
                do()
        if any(transaction.leaves_traces for transaction in transactions):
            self.forget_erased()
        elif self._log_holds_erased:
            self.forget_erased(patience_ms=0)

    @property
    def one_writer(self) -> bool:
        """Whether of all transactions that write only one can be under way (SQLite)."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read. Everything seen in the block is of one moment, and the database refuses every change."""
        how = options(self.engine, READING)
        try:
            with self.engine.connect().execution_options(**how) as connection, connection.begin():
                yield Transaction(lambda: connection, self.vault, writable=False)
        finally:
            self.tidied()

    def forget_erased(self, patience_ms: int = 1_000) -> bool:
        """Remove erased rows from the write-ahead log too. When a reader is in the way, or the disk is full, it is
        tried again after each transaction until it is done; what is committed is committed all the same.

        Returns:
            Whether nothing of them is left in any file.
        """
        waited, why = self._log_holds_erased, "somebody is reading"
        try:
            done = empty_log(self.engine, patience_ms)
        except Exception as error:
            done, why = False, type(error).__name__
        self._log_holds_erased = not done
        if not done and not waited:
            log.warning("erased rows are still in the write-ahead log: %s; it is tried again", why)
        return done

    def takes_place(self, name: str) -> bool:
        """Take a place that one process at a time can have. It becomes free the moment that process ends, however it
        ends: on SQLite by a lock on a file, on PostgreSQL by one that a connection holds.

        Returns:
            Whether it was free, so that whoever had it before is gone. False when somebody has it, this process too.
        """
        if self.one_writer:
            took = self._claim is not None and self._claim.takes(name)
        else:
            holding = None if name in self._places else postgresql.place(self.engine, name)
            took = holding is not None
            if holding is not None:
                self._places[name] = holding
        if took and self._left is not None:  # closed meanwhile: nobody would give it back
            self.gives_back(name)
            return False
        return took

    def gives_back(self, name: str) -> None:
        """Leave that place to others."""
        if self._claim is not None:
            self._claim.gives_back(name)
        if (holding := self._places.pop(name, None)) is not None:
            holding.close()

    def close(self) -> None:
        """Let go of all connections, and of the claim to the data. What is under way in another thread still ends as it
        would; its connection is closed then."""
        self._left = self.engine.pool
        for name in tuple(self._places):
            self.gives_back(name)
        self.engine.dispose()
        if self._claim is not None:
            self._claim.release()

    def tidied(self) -> None:
        """Give back what was under way when this store was closed. Done at the end of all that takes a connection."""
        if self._left is not None:
            self._left.dispose()
            self.engine.dispose()
