"""Templates (adapter of Jinja2): every value is escaped, every unknown name is an error."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from outreach.core.findings import Finding, OutreachError

__all__ = ["Markup", "Templates", "read_anew"]


class Templates:
    """The templates of some folders; the first folder that has a name wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._environment = _environment(*map(str, folders))

    def render(self, name: str, context: dict[str, Any]) -> str:
        """The template filled in. Raises OutreachError with file and line for a fault of the template."""
        try:
            return self._environment.get_template(name).render(context)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:  # what a template computes
            reason = f"{type(error).__name__}: {error}"
            raise OutreachError(_fault(error, name, reason)) from None
        except jinja2.TemplateError as error:
            raise OutreachError(_fault(error, name, error.message or "")) from None


def read_anew() -> None:
    """Forget what was read, for a build in a process that made one before: templates may have come and gone."""
    _environment.cache_clear()


@lru_cache(maxsize=16)
def _environment(*folders: str) -> jinja2.Environment:
    """One for all that use these folders: a template is read once, and again when its time has changed."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _fault(error: BaseException, name: str, reason: str) -> Finding:
    """A fault at the innermost template line in the traceback: Jinja rewrites frames to the template's own lines."""
    line, file, step = 0, name, error.__traceback__
    if isinstance(error, jinja2.TemplateSyntaxError):
        line, file, step = error.lineno, error.name or name, None
    while step is not None:
        code = step.tb_frame.f_code
        if code.co_filename.endswith((".j2", ".html", ".css", ".md")):
            line, file = step.tb_lineno, "/".join(Path(code.co_filename).parts[-2:])
        step = step.tb_next
    return Finding("template-fault", file=file, line=line, data={"reason": reason})
