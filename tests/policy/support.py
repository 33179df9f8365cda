"""The shipped policy, and policies with a firm's file laid over it."""

from functools import cache
from pathlib import Path

from dlp import config
from dlp.policy.assemble import Policy, assemble

POLICY = Path(__file__).parents[2] / "dlp" / "policy"
SHIPPED = (POLICY / "default.toml").read_bytes()


@cache
def services() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((POLICY / "services").glob("*.toml"))}


@cache
def policy(firm: str = "") -> Policy:
    return assemble(config.parse(firm.encode(), "dlp.toml", SHIPPED), config.default(SHIPPED), services())
