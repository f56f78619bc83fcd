"""LibreOffice, which opens files and saves them as other kinds."""

import subprocess
from pathlib import Path


def office(folder: Path, name: str, content: bytes, kind: str) -> Path:
    """A file that LibreOffice has opened and saved as another kind."""
    (folder / name).write_bytes(content)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return (folder / name).with_suffix(f".{kind}")
