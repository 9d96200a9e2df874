"""The words for refusals by rules: acts, items, obligations, people; same form as in `words`."""

from __future__ import annotations

from typing import Final

# fmt: off
RULES: Final[dict[str, tuple[str, str, str, str]]] = {
    "act.log": (
        "De handeling hoort in een ander logboek", "Er is niets bewaard. Werk de app bij en onderteken opnieuw.",
        "The act belongs in another log", "Nothing was stored. Update the app and sign again.",
    ),
    "act.malformed": (
        "De handeling klopt niet", "Er is niets bewaard. Verbeter het genoemde veld.",
        "The act is malformed", "Nothing was stored. Correct the field that is named.",
    ),
    "act.other_flow": (
        "Deze handeling hoort niet bij dit soort dossier", "Open het dossier opnieuw.",
        "This act does not belong to this kind of item", "Open the item again.",
    ),
    "act.refused": (
        "Dit kan nu niet", "De regels staan deze handeling nu niet toe.",
        "This is not possible now", "The rules do not allow this act now.",
    ),
    "act.reused": (
        "Dit nummer is al gebruikt", "Er is niets bewaard. Maak een nieuwe handeling.",
        "This id was used", "Nothing was stored. Make a new act.",
    ),
    "act.too_large": (
        "De handeling is te groot", "Er is niets bewaard. Stuur inhoud als bijlage.",
        "The act is too large", "Nothing was stored. Send content as a blob.",
    ),
    "act.too_many": (
        "Te veel handelingen tegelijk", "Er is niets bewaard. Verdeel ze over meer verzoeken.",
        "Too many acts at once", "Nothing was stored. Split them over more requests.",
    ),
    "act.unknown": (
        "Deze handeling bestaat niet", "Er is niets bewaard. Werk de app bij.",
        "There is no such act", "Nothing was stored. Update the app.",
    ),
    "blob.not_listed": (
        "Een bijlage staat niet in de lijst", "Er is niets bewaard. Werk de app bij.",
        "A blob is not listed", "Nothing was stored. Update the app.",
    ),
    "chain.broken": (
        "Er ontbreekt een eerdere handeling van dit toestel", "Stuur eerst de handeling die ontbreekt.",
        "An earlier act of this device is missing", "First send the act that is missing.",
    ),
    "channel.host": (
        "Naar dit adres mag niet worden gebeld", "Vraag de beheerder om het adres op de lijst te zetten.",
        "Bells may not go to this address", "Ask your administrator to put the address on the list.",
    ),
    "channel.keys": (
        "Dit abonnement werkt niet", "Zet de meldingen op dit toestel uit en weer aan.",
        "This subscription does not work", "Turn the bells on this device off and on again.",
    ),
    "channel.none": (
        "U bent nog nergens te bereiken", "Voeg eerst een manier toe om gebeld te worden.",
        "You cannot be reached anywhere yet", "First add a way to be rung.",
    ),
    "channel.unknown": (
        "U gebruikt dit kanaal niet", "Kies een kanaal dat u gebruikt.",
        "You do not use this channel", "Choose a channel that you use.",
    ),
    "device.frozen": (
        "Dit toestel is stilgezet", "Bel de beheerder.",
        "This device was stopped", "Telephone your administrator.",
    ),
    "device.organisation": (
        "Het toestel hoort bij een andere organisatie", "Controleer bij welke organisatie deze persoon werkt.",
        "The device belongs to another organisation", "Check which organisation employs this person.",
    ),
    "device.revoked": (
        "Dit toestel mag niet meer gebruikt worden", "Vraag een uitnodiging voor een nieuw toestel.",
        "This device was taken out of use", "Ask for an invitation for another device.",
    ),
    "device.twice": (
        "Dit toestel staat er al in", "Kies een ander toestel.",
        "This device is there already", "Choose another device.",
    ),
    "dossier.elsewhere": (
        "Dit dossier is van een ander arrondissement",
        "Bel de HOvJ van dat arrondissement. Is er haast? Een spoedaanwijzing kan altijd.",
        "Another arrondissement has this dossier",
        "Call the HOvJ of that arrondissement. Is it urgent? A spoedaanwijzing is always possible.",
    ),
    "drill.mixed": (
        "Oefening en echt gaan niet samen", "Gebruik in een oefening alleen handelingen van de oefening.",
        "A drill and the real thing do not mix", "Use only drill acts in a drill.",
    ),
    "drill.not_now": (
        "Nu geen oefening", "Er wacht een echt verzoek op ontvangst of besluit. Begin de oefening daarna.",
        "No drill now", "A real request waits to be received or decided. Begin the drill afterwards.",
    ),
    "drill.suspended": (
        "De oefening ligt stil", "Er is een echt verzoek. Dat gaat voor.",
        "The drill is suspended", "There is a real request. It goes first.",
    ),
    "duty.not_held": (
        "Deze persoon heeft de functie niet", "Kies iemand die de functie heeft.",
        "This person does not hold the functie", "Choose somebody who holds the functie.",
    ),
    "duty.over": (
        "Deze dienst is al voorbij", "Kies een dienst die nog loopt of komt.",
        "This duty is over", "Choose a duty that runs or is to come.",
    ),
    "epoch.double": (
        "Deze sleutel staat er dubbel in", "Noem elk toestel één keer.",
        "The key is there twice", "Name each device once.",
    ),
    "epoch.member": (
        "Een toestel hoort niet bij deze functie", "Kies alleen toestellen van mensen met deze functie.",
        "A device does not belong to this functie", "Choose only devices of people with this functie.",
    ),
    "epoch.number": (
        "Het nummer van de sleutel klopt niet", "Lees het adresboek opnieuw en neem het volgende nummer.",
        "The number of the key is not good", "Read the directory again and take the next number.",
    ),
    "epoch.recipient": (
        "Deze sleutel hoort niet bij de functie", "Lees het adresboek opnieuw.",
        "This key does not belong to the functie", "Read the directory again.",
    ),
    "flow.unknown": (
        "Dit soort dossier bestaat niet", "Werk de app bij.",
        "There is no such kind of item", "Update the app.",
    ),
    "follows.excluded": (
        "Er mist iemand die is uitgesloten", "Sluit ook uit wie in het eerdere dossier is uitgesloten.",
        "Somebody who is excluded is missing", "Also exclude who is excluded from the earlier item.",
    ),
    "functie.not_allowed": (
        "Uw functie mag dit niet", "Kies een andere functie of vraag een collega.",
        "Your functie may not do this", "Choose another functie or ask a colleague.",
    ),
    "functie.not_held": (
        "U hebt deze functie niet", "Kies een functie die u nu hebt.",
        "You do not hold this functie", "Choose a functie that you hold now.",
    ),
    "gezag.other": (
        "Iemand anders is nu het gezag", "Lees het opnieuw. Alleen wie nu het gezag is, doet dit.",
        "Somebody else is the authority now", "Read it again. Only who is the authority now does this.",
    ),
    "gemeente.merged": (
        "Deze gemeente bestaat niet meer", "Kies de gemeente waarin zij is opgegaan. Werk de app bij.",
        "This gemeente is no more", "Choose the gemeente into which it merged. Update the app.",
    ),
    "gemeente.unknown": (
        "Deze gemeente bestaat niet", "Kies een gemeente uit de lijst.",
        "There is no such gemeente", "Choose a gemeente from the list.",
    ),
    "genesis.double": (
        "Een oprichter staat er dubbel in", "Noem iedere oprichter één keer.",
        "A founder is there twice", "Name each founder once.",
    ),
    "genesis.missing": (
        "Het adresboek is nog niet begonnen", "Begin met de oprichting.",
        "The directory has not begun", "Begin with the founding act.",
    ),
    "genesis.organisation": (
        "Een oprichter hoort bij een onbekende organisatie", "Noem de organisatie van iedere oprichter.",
        "A founder belongs to an unknown organisation", "Name the organisation of each founder.",
    ),
    "genesis.threshold": (
        "Er tekenen te weinig of te veel oprichters", "Kies twee of meer, en niet meer dan er oprichters zijn.",
        "Too few or too many founders must sign", "Choose two or more, and no more than there are founders.",
    ),
    "genesis.twice": (
        "Het adresboek is al begonnen", "Voeg mensen en toestellen toe aan het adresboek dat er is.",
        "The directory has begun already", "Add people and devices to the directory that exists.",
    ),
    "geschil.last_rung": (
        "Hoger dan dit kan niet", "De hoogste trede is al bereikt.",
        "There is no higher rung", "The highest rung has been reached.",
    ),
    "geschil.recorded": (
        "De uitkomst staat al vast", "Lees het dossier opnieuw.",
        "The outcome has been recorded", "Read the item again.",
    ),
    "grant.organisation": (
        "Deze functie past niet bij de organisatie", "Kies een functie die bij de organisatie hoort.",
        "This functie does not fit the organisation", "Choose a functie that belongs to the organisation.",
    ),
    "grant.own_taken": (
        "Dit eigen bereik is al van iemand", "Maak een nieuw willekeurig bereik voor deze persoon.",
        "This own scope is somebody's already", "Make a new random scope for this person.",
    ),
    "grant.twice": (
        "Deze persoon heeft de functie al", "Er hoeft niets te gebeuren.",
        "This person holds the functie already", "Nothing needs to be done.",
    ),
    "grant.unknown": (
        "Deze persoon heeft de functie niet", "Controleer persoon en functie.",
        "This person does not hold the functie", "Check person and functie.",
    ),
    "item.closed": (
        "Dit dossier is gesloten", "Open een nieuw verzoek als dat nodig is.",
        "This item is closed", "Open a new request if that is needed.",
    ),
    "item.excluded": (
        "U mag in dit dossier niet handelen", "Het raakt u zelf. Een collega neemt het over.",
        "You may not act in this item", "It concerns you. A colleague takes your place.",
    ),
    "item.stale": (
        "Er is intussen iets veranderd", "Lees het dossier opnieuw en beslis dan opnieuw.",
        "Something has changed meanwhile", "Read the item again and decide again.",
    ),
    "item.taken": (
        "Dit nummer van een dossier bestaat al", "Maak een nieuw verzoek.",
        "This item id exists already", "Make a new request.",
    ),
    "item.unknown": (
        "Dit dossier is er niet voor u", "U doet hier niet aan mee, of het bestaat niet.",
        "There is no such item for you", "You take no part in it, or it does not exist.",
    ),
    "join.impossible": (
        "Deze verzoeken kunnen niet samen", "Kies twee verzoeken die nog open zijn.",
        "These requests cannot be joined", "Choose two requests that are still open.",
    ),
    "policy.unknown": (
        "Deze versie van de regels is er niet", "Open het dossier opnieuw.",
        "There is no such version of the rules", "Read the item again.",
    ),
    "joined.elsewhere": (
        "Dit verzoek is met een ander samengevoegd", "Beslis over beide in het andere verzoek. Aanwijzen kan ook hier.",
        "This request was joined with another", "Decide on both in the other request. You may designate here as well.",
    ),
    "joined.incomplete": (
        "Niet elk samengevoegd verzoek heeft een uitkomst", "Geef voor elk verzoek een uitkomst.",
        "Not every joined request has an outcome", "Give an outcome for each request.",
    ),
    "linked.word_missing": (
        "Niet elke rccb krijgt bericht", "Stuur elke betrokken rccb een eigen bericht mee, ook in een andere eenheid.",
        "Not every rccb gets word", "Send each rccb concerned word of its own, also in another eenheid.",
    ),
    "log_key.new": (
        "Met deze sleutel kan het logboek niet verder", "Maak een nieuwe sleutel met piket keys renew.",
        "The log cannot take over with this key", "Make a new key with piket keys renew.",
    ),
    "log_key.old": (
        "Dit logboek heeft inmiddels een andere sleutel", "Lees het adresboek opnieuw en teken dan opnieuw.",
        "Another key has this log by now", "Read the directory again, then sign anew.",
    ),
    "log_key.passed": (
        "Het logboek is al verder dan dit controlepunt", "Noem een later controlepunt en teken opnieuw.",
        "The log is past this checkpoint already", "Name a later checkpoint and sign anew.",
    ),
    "moment.too_early": (
        "Dit moment is te lang geleden", "Kijk naar de datum en de tijd. Verbeter ze en teken opnieuw.",
        "This moment is too long ago", "Look at the date and the time. Correct them and sign again.",
    ),
    "moment.too_late": (
        "Dit moment ligt te ver in de toekomst", "Kijk naar de datum en de tijd. Verbeter ze en teken opnieuw.",
        "This moment lies too far ahead", "Look at the date and the time. Correct them and sign again.",
    ),
    "moment.order": (
        "Dit moment ligt niet na het begin", "Kijk naar beide datums en tijden. Verbeter ze en teken opnieuw.",
        "This moment does not lie after the start", "Look at both dates and times. Correct them and sign again.",
    ),
    "moment.past": (
        "Dit moment is al voorbij", "Kies een moment dat nog komt.",
        "This moment has passed", "Choose a moment that is to come.",
    ),
    "object.own": (
        "U kunt niet tegen uw eigen verzoek bezwaar maken", "Trek het verzoek in als het niet door moet gaan.",
        "You cannot object to your own request", "Withdraw the request if it must not go on.",
    ),
    "obligation.not_open": (
        "Hier wacht niemand (meer) op", "Lees het dossier opnieuw.",
        "Nobody waits for this (any more)", "Read the item again.",
    ),
    "opdracht.arrived": (
        "De eenheid is al ter plaatse", "Lees het dossier opnieuw.",
        "The unit has arrived already", "Read the item again.",
    ),
    "opdracht.not_feasible": (
        "De opdracht is niet uitvoerbaar gemeld", "Overleg eerst met de NCTV.",
        "The order was reported as not feasible", "First consult the NCTV.",
    ),
    "organisation.unknown": (
        "Deze organisatie is niet bekend", "Voeg eerst de organisatie toe.",
        "This organisation is not known", "Add the organisation first.",
    ),
    "person.twice": (
        "Deze persoon staat al in het adresboek", "Er hoeft niets te gebeuren.",
        "This person is in the directory already", "Nothing needs to be done.",
    ),
    "person.unknown": (
        "Deze persoon is niet bekend", "Voeg eerst de persoon toe.",
        "This person is not known", "Add the person first.",
    ),
    "rccb.excluded": (
        "De rccb van deze eenheid doet niet mee", "Kies voor dit verzoek de rccb van een andere eenheid.",
        "The rccb of this eenheid takes no part", "Choose the rccb of another eenheid for this request.",
    ),
    "receipt.not_reopenable": (
        "Dit kan niet opnieuw geopend worden", "Lees het dossier opnieuw.",
        "This cannot be reopened", "Read the item again.",
    ),
    "requester.only": (
        "Alleen de aanvrager of de hoofdofficier kan dit", "Vraag degene die het verzoek deed.",
        "Only the requester or the HOvJ can do this", "Ask whoever made the request.",
    ),
    "roster.not_yours": (
        "U beheert dit rooster niet", "Vraag wie het rooster van deze functie beheert.",
        "You do not manage this roster", "Ask whoever manages the roster of this functie.",
    ),
    "scope.not_fitting": (
        "Dit gebied past niet bij de functie", "Kies een gebied dat bij de functie hoort.",
        "This scope does not fit the functie", "Choose a scope that belongs to the functie.",
    ),
    "spoedaanwijzing.decided": (
        "Er is al beslist", "Lees de beslissing in het dossier.",
        "It has been decided already", "Read the decision in the item.",
    ),
    "spoedaanwijzing.not_designated": (
        "De persoon is niet aangewezen", "Dit kan alleen na een aanwijzing.",
        "The person was not designated", "This is possible only after a designation.",
    ),
    "spoedaanwijzing.undecided": (
        "Er is nog niet beslist", "Wacht op de beslissing, of bel.",
        "It has not been decided yet", "Wait for the decision, or telephone.",
    ),
    "store.closed": (
        "De dienst stopt nu", "Stuur over een moment precies hetzelfde opnieuw.",
        "The service is stopping", "Send exactly the same again in a moment.",
    ),
    "store.failed": (
        "Er is niets bewaard", "Stuur precies hetzelfde opnieuw. Bel als het haast heeft.",
        "Nothing was stored", "Send exactly the same again. Telephone if it is urgent.",
    ),
    "store.unreachable": (
        "De opslag is even niet bereikbaar", "Probeer het zo opnieuw. Bel als het haast heeft.",
        "The store cannot be reached now", "Try again in a moment. Telephone if it is urgent.",
    ),
    "threshold.missed": (
        "Er hebben te weinig mensen getekend", "Laat nog een beheerder of oprichter tekenen.",
        "Too few people have signed", "Have another officer or founder sign.",
    ),
    "wrap.excluded": (
        "Voor iemand die is uitgesloten, mag geen sleutel mee", "Maak sleutels voor de toestellen van de anderen.",
        "There may be no key for somebody who is excluded", "Make keys for the devices of the others.",
    ),
}
# fmt: on
