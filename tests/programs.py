"""Programs of the system that some tests need; where CI installs them, none of these is skipped."""

import shutil

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
