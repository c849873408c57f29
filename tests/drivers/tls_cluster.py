"""A certificate in the data folder of a cluster, as its owner has everything there."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.drivers.certificates import Certificate


def show(folder: Path, certificate: Certificate) -> None:
    """Put the certificate where the cluster in ``folder`` finds it: ``server.pem``, ``server.key``."""
    data = folder / "data"
    owner = data.stat()
    for source, name in ((certificate.certificate, "server.pem"), (certificate.key, "server.key")):
        target = data / name
        shutil.copyfile(source, target)
        target.chmod(0o600)
        shutil.chown(target, owner.st_uid, owner.st_gid)
