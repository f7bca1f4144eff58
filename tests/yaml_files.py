"""Reading the YAML files that tests are written in: with libyaml where PyYAML was built with it, ten times as fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # slower, the same
    from yaml import SafeLoader  # type: ignore[assignment]


def loaded(file: Path) -> Any:
    """What stands in this file."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=SafeLoader)
