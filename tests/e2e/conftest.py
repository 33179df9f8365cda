from tests.e2e.support import desk

__all__ = ["desk"]
