"""Pages of issued codes in the published site. Imports nothing heavy: a build with nothing to do asks it first."""

import os

from outreach.campaign.codes import link_path
from outreach.core.project import ISSUED, Project


def codes_have_pages(project: Project) -> bool:
    """True if each code of the table has its page in the published site; quick, for a build that has nothing to do.

    The table is no input of the site: what orders add to it makes no build necessary. A row without a code has no page.
    A build says why a table is missing or can't be read.
    """
    try:
        lines = (project.data / ISSUED).read_text(encoding="utf-8").splitlines()[1:]
    except (OSError, ValueError):
        return False
    codes, site = [line.partition(",")[0] for line in lines if line], project.site
    # Strings, and no folder is listed: a country's site has half a million.
    return all(os.path.exists(f"{site}/{link_path(code)}/index.html") for code in codes)
