"""Which troubles of the store may pass by themselves."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


def is_passing(error: BaseException) -> bool:
    """Whether trying again may help: a lost connection, a lock, a restart; not a wrong statement or value."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolTimeoutError)


def is_trouble(error: BaseException) -> bool:
    """Whether the store itself is the trouble."""
    return isinstance(error, DBAPIError | PoolTimeoutError)
