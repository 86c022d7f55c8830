"""How many enquiries one source, or one address, may send."""

from datetime import timedelta

from handlers.kit.request_limits import Limit

FORM_OF_ONE_CLIENT = Limit(10, timedelta(minutes=10))
FORM_OF_ONE_SOURCE = Limit(300, timedelta(minutes=10))
API_OF_ONE_SOURCE = Limit(600, timedelta(minutes=1))
