"""What is seen and touched: Qt's first import is here, whichever of its modules somebody asks for."""

from app.ui.importing import use_plain_import

use_plain_import()
