"""A window of PySide6 alone: says ``painted`` when its first frame is there, and ends. Run by ``cold_start``."""

import sys

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget


class FirstFrame(QObject):
    """Answers the request for the first frame, then says so."""

    def __init__(self) -> None:
        super().__init__()
        self._is_inside = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.UpdateRequest or self._is_inside:
            return False
        self._is_inside = True
        QCoreApplication.sendEvent(watched, event)
        print("painted", flush=True)
        QCoreApplication.exit(0)
        return True


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
