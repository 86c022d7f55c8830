"""Whether what goes out goes by a proxy."""

from urllib.request import getproxies


def goes_by_proxy() -> bool:
    """Whether the environment names a proxy (`HTTPS_PROXY`): only then is aiohttp to trust the environment.

    It looks into it, and for a .netrc file, before each request, in another thread each time: a tenth of what sending a message costs.
    """
    return bool(getproxies())
