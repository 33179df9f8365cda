"""ICAP (RFC 3507): what a proxy hands over before it sends it on is inspected, and passed or refused."""
