"""The error codes whose sentences need no figures: code → (what happens, what you can do). Sources of translation.

Worded for the person behind the bar; the codes from ``TLPGN`` on are met by whoever sets the bar's computer up.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: Mapping[str, tuple[object, object]] = {
    # The texts are str; PySide6 types the marker that makes them translatable as object.
    # --- the till and its people
    "TLAUT": (
        QT_TRANSLATE_NOOP("Messages", "This till is not recognised (any more)."),
        QT_TRANSLATE_NOOP("Messages", "Your sales are kept here. Ask the manager for an enrolment code."),
    ),
    "TLREV": (
        QT_TRANSLATE_NOOP("Messages", "This till was shut out by the manager."),
        QT_TRANSLATE_NOOP("Messages", "Call the manager. What it sells is kept; a manager can book it."),
    ),
    "TLSES": (
        QT_TRANSLATE_NOOP("Messages", "Your session has ended."),
        QT_TRANSLATE_NOOP("Messages", "Sign in again with your PIN; the order stays."),
    ),
    "TLSEL": (
        QT_TRANSLATE_NOOP("Messages", "This person no longer works in this bar."),
        QT_TRANSLATE_NOOP("Messages", "Choose whose sale it is."),
    ),
    "TLENR": (
        QT_TRANSLATE_NOOP("Messages", "This enrolment code is not valid, or was used, or has expired."),
        QT_TRANSLATE_NOOP("Messages", "Ask the manager for a new one."),
    ),
    "TLCFG": (
        QT_TRANSLATE_NOOP("Messages", "This till does not know its bar."),
        QT_TRANSLATE_NOOP("Messages", "Enrol it with a code from the manager."),
    ),
    "TLURL": (
        QT_TRANSLATE_NOOP("Messages", "This address is not understood."),
        QT_TRANSLATE_NOOP("Messages", "Type it again as it stands on the enrolment sheet."),
    ),
    # --- the connection
    "TLNET": (
        QT_TRANSLATE_NOOP("Messages", "No connection at the moment."),
        QT_TRANSLATE_NOOP("Messages", "Keep selling: everything is kept on this till."),
    ),
    "TLNOW": (
        QT_TRANSLATE_NOOP("Messages", "This needs the connection."),
        QT_TRANSLATE_NOOP("Messages", "Keep selling; do it as soon as the lamp is green again."),
    ),
    "TLVER": (
        QT_TRANSLATE_NOOP("Messages", "This till and the central system are of different versions."),
        QT_TRANSLATE_NOOP("Messages", "Update the till when the bar closes; the sales are kept."),
    ),
    "TLBIG": (
        QT_TRANSLATE_NOOP("Messages", "This sale is too large to be sent."),
        QT_TRANSLATE_NOOP("Messages", "Bring it back and make two sales of it."),
    ),
    # --- numbers and ledgers: nothing a bartender can do, but nothing is lost
    "TLHSH": (
        QT_TRANSLATE_NOOP("Messages", "Two different sales of this till have the same number."),
        QT_TRANSLATE_NOOP("Messages", "Both are kept. Tell the manager, with the code below."),
    ),
    "TLGAP": (
        QT_TRANSLATE_NOOP("Messages", "A sale's number is missing between this till and the central system."),
        QT_TRANSLATE_NOOP("Messages", "The till puts it right by itself. Keep selling."),
    ),
    "TLPRK": (
        QT_TRANSLATE_NOOP("Messages", "This sale was put aside by the central system."),
        QT_TRANSLATE_NOOP("Messages", "It is kept; support books it. Do not type it again."),
    ),
    # --- what is done after the sale
    "TLUNK": (
        QT_TRANSLATE_NOOP("Messages", "The central system does not know this."),
        QT_TRANSLATE_NOOP("Messages", "Go back and choose again from the list."),
    ),
    "TLSTA": (
        QT_TRANSLATE_NOOP("Messages", "Somebody has already dealt with this."),
        QT_TRANSLATE_NOOP("Messages", "Look at it again: the list is up to date."),
    ),
    "TLTIM": (
        QT_TRANSLATE_NOOP("Messages", "It is too late to do this yourself."),
        QT_TRANSLATE_NOOP("Messages", "Ask the manager."),
    ),
    "TLDAY": (
        QT_TRANSLATE_NOOP("Messages", "This sale belongs to another business day."),
        QT_TRANSLATE_NOOP("Messages", "A return is made on the day of the sale only. Ask the manager."),
    ),
    "TLQTY": (
        QT_TRANSLATE_NOOP("Messages", "There is not that much left of this line."),
        QT_TRANSLATE_NOOP("Messages", "Choose a smaller quantity."),
    ),
    "TLHNG": (
        QT_TRANSLATE_NOOP("Messages", "A return or a kept bottle depends on this sale."),
        QT_TRANSLATE_NOOP("Messages", "Settle that first, then cancel the sale."),
    ),
    "TLEXP": (
        QT_TRANSLATE_NOOP("Messages", "This kept bottle has expired."),
        QT_TRANSLATE_NOOP("Messages", "Ask the manager what to do for the guest."),
    ),
    "TLDUP": (
        QT_TRANSLATE_NOOP("Messages", "Another one already has this."),
        QT_TRANSLATE_NOOP("Messages", "Choose another name, code or number."),
    ),
    "TLOLD": (
        QT_TRANSLATE_NOOP("Messages", "Somebody has changed this meanwhile."),
        QT_TRANSLATE_NOOP("Messages", "Look at the new value, then change it again if you must."),
    ),
    "TLOWN": (
        QT_TRANSLATE_NOOP("Messages", "A bar must keep an owner."),
        QT_TRANSLATE_NOOP("Messages", "Make somebody else an owner first."),
    ),
    # --- this machine
    "TLDSK": (
        QT_TRANSLATE_NOOP("Messages", "The disk refuses: nothing was sold."),
        QT_TRANSLATE_NOOP("Messages", "The order is kept. Free some space on the disk, then try again."),
    ),
    "TLHLD": (
        QT_TRANSLATE_NOOP("Messages", "This till is already open in another program."),
        QT_TRANSLATE_NOOP("Messages", "Close the other one, or restart the machine."),
    ),
    "TLCOR": (
        QT_TRANSLATE_NOOP("Messages", "This till's journal is damaged."),
        QT_TRANSLATE_NOOP("Messages", "It was set aside, nothing was deleted. Call support before selling."),
    ),
    # --- its printers; a sale waits for none of them
    "TLPAP": (
        QT_TRANSLATE_NOOP("Messages", "The printer is out of paper."),
        QT_TRANSLATE_NOOP("Messages", "Put a new roll in, then print again."),
    ),
    "TLPCV": (
        QT_TRANSLATE_NOOP("Messages", "The printer's cover is open."),
        QT_TRANSLATE_NOOP("Messages", "Close it, then print again."),
    ),
    "TLPER": (
        QT_TRANSLATE_NOOP("Messages", "The printer says that something is wrong with it."),
        QT_TRANSLATE_NOOP("Messages", "Look for jammed paper, switch it off and on, then print again."),
    ),
    "TLPOF": (
        QT_TRANSLATE_NOOP("Messages", "The printer is not found."),
        QT_TRANSLATE_NOOP("Messages", "See that it is on and plugged in, then print again."),
    ),
    "TLPSL": (
        QT_TRANSLATE_NOOP("Messages", "The printer does not answer."),
        QT_TRANSLATE_NOOP("Messages", "Switch it off and on, then print again."),
    ),
    "TLPMS": (
        QT_TRANSLATE_NOOP("Messages", "This machine cannot use the printer this way."),
        QT_TRANSLATE_NOOP("Messages", "Install it in the system, then choose it there as a system printer."),
    ),
    "TLPDF": (
        QT_TRANSLATE_NOOP("Messages", "The PDF cannot be written."),
        QT_TRANSLATE_NOOP("Messages", "See that its folder is there and the disk has room."),
    ),
    "TLPWR": (
        QT_TRANSLATE_NOOP("Messages", "The settings of the printers could not be kept."),
        QT_TRANSLATE_NOOP("Messages", "They hold until the till is closed. Free some space on the disk."),
    ),
    "TLPNO": (
        QT_TRANSLATE_NOOP("Messages", "No printer is set up for receipts."),
        QT_TRANSLATE_NOOP("Messages", "A manager adds one under Printers in the menu."),
    ),
    "TLPRS": (
        QT_TRANSLATE_NOOP("Messages", "The till was closed before the receipt was printed."),
        QT_TRANSLATE_NOOP("Messages", "Print it now, or throw it away."),
    ),
    # --- the bar's own computer
    "TLSRV": (
        QT_TRANSLATE_NOOP("Messages", "The bar's central system already runs on this machine."),
        QT_TRANSLATE_NOOP("Messages", "Use the one that runs, or stop it first."),
    ),
    "TLSIT": (
        QT_TRANSLATE_NOOP("Messages", "The record of this site cannot be read."),
        QT_TRANSLATE_NOOP("Messages", "Bring it back from a copy; a new one would shut every till out."),
    ),
    "TLPRT": (
        QT_TRANSLATE_NOOP("Messages", "Another program uses the network port of the central system."),
        QT_TRANSLATE_NOOP("Messages", "Stop it, or choose another port."),
    ),
    "TLPGN": (
        QT_TRANSLATE_NOOP("Messages", "PostgreSQL is not found on this machine."),
        QT_TRANSLATE_NOOP("Messages", "Install BarTender again, or PostgreSQL 15 or newer."),
    ),
    "TLPGV": (
        QT_TRANSLATE_NOOP("Messages", "The bar's records belong to another version of PostgreSQL."),
        QT_TRANSLATE_NOOP("Messages", "Install that version, or move the records with an upgrade."),
    ),
    "TLPGI": (
        QT_TRANSLATE_NOOP("Messages", "The bar's records could not be created."),
        QT_TRANSLATE_NOOP("Messages", "See that the disk has room and may be written."),
    ),
    "TLPGF": (
        QT_TRANSLATE_NOOP("Messages", "The folder of the bar's records cannot be opened."),
        QT_TRANSLATE_NOOP("Messages", "See that the disk has room and may be written."),
    ),
    "TLPGR": (
        QT_TRANSLATE_NOOP("Messages", "PostgreSQL does not run for the administrator of this machine."),
        QT_TRANSLATE_NOOP("Messages", "Start BarTender as an ordinary person of this machine."),
    ),
    "TLPGS": (
        QT_TRANSLATE_NOOP("Messages", "The bar's central system does not start."),
        QT_TRANSLATE_NOOP("Messages", "Restart the machine. If it stays so, call support."),
    ),
    "TLPGT": (
        QT_TRANSLATE_NOOP("Messages", "A tool of PostgreSQL failed."),
        QT_TRANSLATE_NOOP("Messages", "Try again. If it stays so, call support with the log."),
    ),
    "TLNOS": (
        QT_TRANSLATE_NOOP("Messages", "There is no central system of a bar in this folder."),
        QT_TRANSLATE_NOOP("Messages", "Start one, or name another folder."),
    ),
    "TLNOB": (
        QT_TRANSLATE_NOOP("Messages", "There is no such bar here."),
        QT_TRANSLATE_NOOP("Messages", "See how its name is written."),
    ),
    "TLBRS": (
        QT_TRANSLATE_NOOP("Messages", "There are several bars here."),
        QT_TRANSLATE_NOOP("Messages", "Say which one is meant."),
    ),
    "TLNTL": (
        QT_TRANSLATE_NOOP("Messages", "There is no till with this code."),
        QT_TRANSLATE_NOOP("Messages", "Give it a name as well to make a new one."),
    ),
    "TLNPK": (
        QT_TRANSLATE_NOOP("Messages", "This till has put nothing aside under this number."),
        QT_TRANSLATE_NOOP("Messages", "Look at the list of what is put aside."),
    ),
    "TLLDG": (
        QT_TRANSLATE_NOOP("Messages", "This till has put this number aside more than once."),
        QT_TRANSLATE_NOOP("Messages", "Say which ledger is meant."),
    ),
    "TLBAK": (
        QT_TRANSLATE_NOOP("Messages", "This file is no sound backup."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Take another copy."),
    ),
    "TLSWP": (
        QT_TRANSLATE_NOOP("Messages", "The bar's records are in use at the moment."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Try again when the tills are quiet."),
    ),
    "TLMVF": (
        QT_TRANSLATE_NOOP("Messages", "This file is no whole export of a bar."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Make the export again."),
    ),
    "TLMVS": (
        QT_TRANSLATE_NOOP("Messages", "The export and this server are of different versions."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Bring both to the same version."),
    ),
    "TLMVB": (
        QT_TRANSLATE_NOOP("Messages", "This bar is here already."),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Import it where it is not."),
    ),
    "TLMVD": (
        QT_TRANSLATE_NOOP("Messages", "What is here is not what the export says."),
        QT_TRANSLATE_NOOP("Messages", "Do not sell here yet. Compare the two servers."),
    ),
}
