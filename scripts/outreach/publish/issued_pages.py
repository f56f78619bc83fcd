"""Do issued codes still have their pages? Asked before anything heavy is imported: by a build with nothing to do."""

from __future__ import annotations

import os

from outreach.campaign.codes import link_path
from outreach.campaign.project import ISSUED, Project


def answered(project: Project) -> bool:
    """True if each code of the table has its page in the published site; quick, for a build that has nothing to do.

    The table is no input of the site: what orders add to it makes no build necessary. A row that is no code has none.
    """
    try:
        lines = (project.data / ISSUED).read_text(encoding="utf-8").splitlines()[1:]
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    there = set(os.listdir(project.site))
    return all(link_path(line.partition(",")[0]) in there for line in lines if line)
