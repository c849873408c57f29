"""A window of PySide6 alone: says ``painted`` when its first frame is there, and ends. Run by ``cold_start``.

A frame is painted when the window is exposed or when it asked for one; the turn after it, it is there.
"""

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class FirstFrame(QObject):
    """Sees the first frame being painted, and says so in the turn after it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._say)
        return False

    def _say(self) -> None:
        print("painted", flush=True)
        QCoreApplication.exit(0)


def main() -> int:
    app = QApplication(sys.argv[:1])
    window, frame = QWidget(), FirstFrame()
    QLabel("BarTender", window)
    window.resize(1366, 768)
    window.installEventFilter(frame)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
