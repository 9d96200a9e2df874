"""The words people read for a problem's code: Dutch at B1 level first, English second."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, NamedTuple

import bot.http


class Words(NamedTuple):
    """Title and detail in both languages; the title names it, the detail says what to do."""

    nl: str
    nl_detail: str
    en: str
    en_detail: str


_TABLE: Final[dict[str, tuple[str, str, str, str]]] = {
    "internal": (
        "Er ging iets mis",
        "De dienst heeft een fout. Probeer het opnieuw. Bel als het haast heeft.",
        "Something went wrong",
        "The service has a fault. Try again. Telephone if it is urgent.",
    ),
    "service.not_ready": (
        "De dienst is nog niet klaar",
        "Probeer het zo opnieuw. Bel als het haast heeft.",
        "The service is not ready",
        "Try again in a moment. Telephone if it is urgent.",
    ),
    "store.busy": (
        "Niet zeker of het is bewaard",
        "Stuur precies hetzelfde opnieuw. Het telt maar één keer.",
        "Not certain that it was stored",
        "Send exactly the same again. It counts only once.",
    ),
    "path.unknown": (
        "Dit adres bestaat niet",
        "Controleer het adres in de documentatie.",
        "There is no such path",
        "Check the path in the documentation.",
    ),
    "method.unknown": (
        "Dit kan hier niet",
        "Dit adres kent deze methode niet.",
        "This is not possible here",
        "This path does not know this method.",
    ),
    "request.malformed": (
        "Het verzoek klopt niet",
        "De dienst kan dit verzoek niet lezen. Er is niets bewaard.",
        "The request is malformed",
        "The service cannot read this request. Nothing was stored.",
    ),
    "origin.unknown": (
        "Deze website mag dit niet",
        "Alleen de eigen app mag deze dienst gebruiken.",
        "This website may not do this",
        "Only the app itself may use this service.",
    ),
    "body.malformed": (
        "De inhoud van het verzoek klopt niet",
        "Er is niets bewaard. Stuur het verzoek opnieuw.",
        "The body is malformed",
        "Nothing was stored. Send the request again.",
    ),
    "body.type": (
        "Dit soort inhoud kan niet",
        "Stuur de inhoud als het soort dat bij dit adres hoort.",
        "This type of body is not supported",
        "Send the body as the type that belongs to this path.",
    ),
    "body.encoding": (
        "Ingepakte inhoud kan niet",
        "Stuur de inhoud zonder compressie.",
        "An encoded body is not supported",
        "Send the body without compression.",
    ),
    "body.too_large": (
        "Het verzoek is te groot",
        "Er is niets bewaard. Stuur minder, of stuur bijlagen in stukken.",
        "The request is too large",
        "Nothing was stored. Send less, or send attachments in chunks.",
    ),
    "body.slow": (
        "Het verzoek kwam te langzaam binnen",
        "Er is niets bewaard. Stuur het opnieuw.",
        "The request arrived too slowly",
        "Nothing was stored. Send it again.",
    ),
    "json.malformed": (
        "De gegevens zijn niet te lezen",
        "Er is niets bewaard. Werk de app bij en probeer het opnieuw.",
        "The data cannot be read",
        "Nothing was stored. Update the app and try again.",
    ),
    "base64.malformed": (
        "De gegevens zijn niet te lezen",
        "Er is niets bewaard. Werk de app bij en probeer het opnieuw.",
        "The data cannot be read",
        "Nothing was stored. Update the app and try again.",
    ),
    "query.malformed": (
        "De vraag in het adres klopt niet",
        "Controleer de waarde die in het adres staat.",
        "The query is malformed",
        "Check the value in the path.",
    ),
    "rate.exceeded": (
        "Te veel verzoeken",
        "Wacht even en probeer het dan opnieuw. Spoed gaat altijd door.",
        "Too many requests",
        "Wait a moment and try again. Emergencies always go through.",
    ),
    "events.full": (
        "Te veel toestellen luisteren mee",
        "De app vraagt de lijst zelf opnieuw op. U hoeft niets te doen.",
        "Too many devices listen",
        "The app asks for the list by itself. You need to do nothing.",
    ),
    "session.missing": (
        "U bent niet aangemeld",
        "Open de app opnieuw.",
        "There is no session",
        "Open the app again.",
    ),
    "session.ended": (
        "U bent niet meer aangemeld",
        "Open de app opnieuw.",
        "The session has ended",
        "Open the app again.",
    ),
    "session.refused": (
        "Aanmelden is niet gelukt",
        "Probeer het opnieuw. Vraag de beheerder als het niet lukt.",
        "No session",
        "Try again. Ask your administrator if it keeps failing.",
    ),
    "session.proof": (
        "Het bewijs bij dit verzoek klopt niet",
        "De app probeert het opnieuw met een nieuw bewijs.",
        "The proof with this request is not good",
        "The app tries again with a new proof.",
    ),
    "proof.malformed": (
        "De handtekening klopt niet",
        "Er is niets bewaard. Onderteken opnieuw op dit toestel.",
        "The signature is malformed",
        "Nothing was stored. Sign again on this device.",
    ),
    "proof.invalid": (
        "De handtekening klopt niet",
        "Er is niets bewaard. Onderteken opnieuw op dit toestel.",
        "The signature is not good",
        "Nothing was stored. Sign again on this device.",
    ),
    "proof.passkey": (
        "De handtekening met de passkey klopt niet",
        "Er is niets bewaard. Onderteken opnieuw in de app zelf, met uw vinger, gezicht of pincode.",
        "The signature with the passkey is not good",
        "Nothing was stored. Sign again in the app itself, with your finger, face or PIN.",
    ),
    "proof.device": (
        "De handtekeningen passen niet bij de handeling",
        "Elke sleutel van een toestel tekent één keer, en het handelende toestel tekent mee.",
        "The signatures do not fit the act",
        "Every key of a device signs once, and the acting device signs too.",
    ),
    "device.unknown": (
        "Dit toestel is niet bekend",
        "Vraag de beheerder om dit toestel toe te voegen.",
        "This device is not known",
        "Ask your administrator to add this device.",
    ),
    "device.taken": (
        "Dit toestel bestaat al",
        "Begin het toevoegen van het toestel opnieuw.",
        "This device exists already",
        "Start adding the device again.",
    ),
    "key.malformed": (
        "De sleutel van het toestel klopt niet",
        "Begin het toevoegen van het toestel opnieuw.",
        "The device key is malformed",
        "Start adding the device again.",
    ),
    "invitation.unknown": (
        "Deze uitnodiging werkt niet (meer)",
        "Vraag een nieuwe uitnodiging.",
        "This invitation does not work (any more)",
        "Ask for a new invitation.",
    ),
    "enrolment.unknown": (
        "Hier is niets voor u",
        "Alleen wie mensen beheert, ziet nieuwe toestellen.",
        "There is nothing here for you",
        "Only those who manage people see new devices.",
    ),
    "blob.too_large": (
        "Een bijlage bij de handeling is te groot",
        "Er is niets bewaard. Stuur de bijlage eerst in stukken.",
        "A blob with the act is too large",
        "Nothing was stored. Send the blob in chunks first.",
    ),
    "blob.mismatch": (
        "Een bijlage is onderweg veranderd",
        "Er is niets bewaard. Stuur het opnieuw.",
        "A blob is not what its name says",
        "Nothing was stored. Send it again.",
    ),
    "blob.unnamed": (
        "Een bijlage hoort nergens bij",
        "Er is niets bewaard. Laat de bijlage weg.",
        "A blob belongs to no act",
        "Nothing was stored. Leave the blob out.",
    ),
    "blob.missing": (
        "Een bijlage ontbreekt",
        "Er is niets bewaard. Stuur de bijlage mee.",
        "A blob is missing",
        "Nothing was stored. Send the blob too.",
    ),
    "blob.unknown": (
        "Deze bijlage is er niet voor u",
        "Open het dossier opnieuw.",
        "There is no such blob for you",
        "Open the item again.",
    ),
    "blob.chunk_number": (
        "Het nummer van dit stuk klopt niet",
        "Nummer de stukken 0, 1, 2 en zo verder.",
        "The number of the chunk is not good",
        "Number the chunks 0, 1, 2 and so on.",
    ),
    "blob.chunk_size": (
        "Dit stuk heeft een verkeerde grootte",
        "Een stuk is minstens 1 byte en hoogstens 256 KiB.",
        "The chunk has a wrong size",
        "A chunk is at least 1 byte and at most 256 KiB.",
    ),
    "blob.quota": (
        "Te veel bijlagen wachten nog",
        "Verstuur eerst de handeling waar ze bij horen.",
        "Too many blobs wait",
        "First send the act they belong to.",
    ),
    "blob.hash": (
        "De stukken vormen samen niet deze bijlage",
        "Stuur de bijlage opnieuw.",
        "The chunks together are not this blob",
        "Send the blob again.",
    ),
    "blob.changed": (
        "De stukken zijn intussen veranderd",
        "Stuur de bijlage opnieuw.",
        "The chunks have changed",
        "Send the blob again.",
    ),
    "act.unknown": (
        "Deze handeling is niet van u",
        "Kijk of het nummer klopt. Alleen wie iets deed, krijgt het bewijs.",
        "There is no such act of yours",
        "Check its id. Only who did something is given its proof.",
    ),
    "act.not_placed": (
        "Bewaard, nog niet in het logboek",
        "Vraag het over een seconde opnieuw.",
        "Stored, not yet in the log",
        "Ask again in a second.",
    ),
    "log.unknown": (
        "Dit logboek is er niet, of nog niet zo ver",
        "Lees eerst het nieuwste controlepunt.",
        "There is no such log, or it has not grown that far",
        "Read the newest checkpoint first.",
    ),
    "board.unknown": (
        "Dit overzicht is niet voor u",
        "Escalatiewachters en functioneel beheerders hebben dit overzicht.",
        "This board is not for you",
        "Watchers and officers have this board.",
    ),
    "quality.unknown": (
        "De kwaliteitsmonitor is niet voor u",
        "Escalatiewachters, functioneel beheerders en toezichthouders zien deze cijfers.",
        "The quality monitor is not for you",
        "Watchers, officers and supervisors see these figures.",
    ),
    "duty.unknown": (
        "Deze functie kunt u niet bellen",
        "Kies een functie waar u mee werkt.",
        "You cannot ring this functie",
        "Choose a functie you work with.",
    ),
}  # fmt: skip


def _rows() -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    """The table of every module `words_of_…` beside this one, then this one's: a flow that brings words adds a file."""
    for module in iter_modules(bot.http.__path__):
        if module.name.startswith("words_of_"):
            yield from import_module(f"bot.http.{module.name}").RULES.items()
    yield from _TABLE.items()


TABLE: Final[dict[str, Words]] = {code: Words(*row) for code, row in _rows()}

_BY_STATUS: Final = {400: "act.malformed", 401: "session.ended", 403: "functie.not_allowed", 404: "item.unknown"}


def words_for(code: str, language: str, status: int) -> tuple[str, str]:
    """Return title and detail for a code; for one without a row, those of its status (a test forbids that)."""
    found = TABLE.get(code) or TABLE.get(_BY_STATUS.get(status, "internal")) or TABLE["internal"]
    return (found.nl, found.nl_detail) if language == "nl" else (found.en, found.en_detail)
