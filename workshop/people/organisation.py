"""An organisation: the company that a run was held for and that a register belongs to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.persistence.db import db

FIRST_ORGANISATION_ID = 1  # made by migration 0015; the only one of an installation in a classroom


class Organisation(db.Model):
    """``profile`` is what its people say of it once: areas, levels, channels, currency."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    k: Mapped[int] = mapped_column(default=5)  # people; smallest group that may be told
    retention_days: Mapped[int | None]  # days; None: nobody has decided yet
    zone: Mapped[str] = mapped_column(String(64), default="")  # "": this computer's
