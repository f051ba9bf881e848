"""Which addresses become links in a report."""


def web_address(url: str) -> str:
    """Return the address if it leads to a web page, or nothing: no other scheme becomes a link in a report."""
    return url if url.startswith(("https://", "http://")) else ""
