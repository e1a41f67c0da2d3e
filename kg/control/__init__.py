"""Who held what, when, according to whom: claims to intervals of control."""

from kg.control.model import ControlClaim, Interval, Timeline
from kg.control.timeline import build_timeline

__all__ = ["ControlClaim", "Interval", "Timeline", "build_timeline"]
