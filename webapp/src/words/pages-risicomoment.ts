/** Words of the screens of a risk moment alone: reporting, taking, answering, what is shown of it; Dutch (B1) and English. */

export const MORE = {
  "danger": ["Is er nu gevaar? Bel 112.", "Danger now? Call 112."],
  "danger.more": [
    "Wacht dan niet op antwoord. Bel daarna ook dit nummer.",
    "Do not wait for an answer. After that, call this number as well.",
  ],
  "explain": [
    "U meldt een moment waarop iemand risico kan lopen, bijvoorbeeld een optreden of een openbare bijeenkomst. Het loket bekijkt of er extra maatregelen nodig zijn.",
    "You report a moment at which somebody may be at risk, such as a performance or a public meeting. The loket looks whether extra measures are needed.",
  ],
  "same": ["Over dezelfde persoon als: {flow} ({state})", "About the same person as: {flow} ({state})"],
  "same.explain": [
    "Meld hier alleen een moment van diezelfde persoon. Gaat het om iemand anders? Begin dan op de startpagina.",
    "Report here only a moment of that same person. Is it about somebody else? Then begin at the start page.",
  ],
  "local": ["In Nederlandse tijd: {at}.", "In Dutch time: {at}."],
  "summer": ["{clock}, eerste keer (zomertijd)", "{clock}, the first time (summer time)"],
  "winter": ["{clock}, tweede keer (wintertijd)", "{clock}, the second time (winter time)"],
  "twice": [
    "In deze nacht gaat de klok een uur terug. Deze tijd komt twee keer. Welke bedoelt u?",
    "The clock goes back an hour that night. This time comes twice. Which one do you mean?",
  ],
  "never": [
    "Deze tijd bestaat niet: in deze nacht gaat de klok een uur vooruit. Kies een andere tijd.",
    "This time does not exist: the clock goes forward an hour that night. Choose another time.",
  ],
  "sent": ["Uw melding is bij het loket", "Your report is at the loket"],
  "sent.open": ["Naar uw melding", "To your report"],
  "next": ["Wat gebeurt er nu?", "What happens now?"],
  "next.1": ["Iemand van het loket bekijkt uw melding.", "Somebody of the loket looks at your report."],
  "next.2": [
    "U krijgt op een vast moment antwoord. Dat moment staat bij uw melding. Het zegt niets over de inhoud van het antwoord.",
    "You get an answer at a fixed moment, which stands with your report. It says nothing about what the answer will be.",
  ],
  "next.3": [
    "Verandert er iets? Wijzig de melding, of zeg haar af.",
    "Does something change? Change the report, or call it off.",
  ],
  "when": ["Wanneer en waar", "When and where"],
  "begins": ["Begin", "Start"],
  "ends": ["Einde", "End"],
  "place": ["Gemeente", "Municipality"],
  "answer": ["Antwoord van het loket", "Answer of the loket"],
  "answer.at": ["Het loket antwoordt {at}.", "The loket answers {at}."],
  "answer.late": [
    "Het antwoord is er nog niet. Het loket wordt gebeld tot het er is. Bel zelf als u niet kunt wachten.",
    "The answer is not there yet. The loket is rung until it is. Call yourself if you cannot wait.",
  ],
  "answer.was": ["Gegeven: {at}", "Given: {at}"],
  "answer.old": [
    "Dit antwoord gaat over de melding vóór uw wijziging. Er komt een nieuw antwoord.",
    "This answer is about the report before you changed it. There will be a new answer.",
  ],
  "answer.wrong": ["Het antwoord van het loket klopt niet", "The answer of the loket is not right"],
  "call": ["Vragen? Bel dit nummer.", "Questions? Call this number."],
  "weigh": ["Beoordeel dit risicomoment", "Assess this risk moment"],
  "overlap": ["Overlapt met een andere melding", "Overlaps with another report"],
  "overlap.explain": [
    "Van dezelfde persoon is in dezelfde tijd nog een moment gemeld. De melder ziet dit niet.",
    "Another moment of the same person was reported for the same time. The reporter does not see this.",
  ],
  "overlap.unknown": ["Overlap onbekend", "Overlap unknown"],
  "overlap.unknown.explain": [
    "In dit dossier is geen ander moment in deze tijd gemeld. Dezelfde persoon kan nog een dossier hebben; dat ziet Piket niet. Weet u meer? Bel dan met wie het andere dossier heeft.",
    "No other moment in this time was reported in this dossier. The same person may have another dossier; Piket cannot see that. Do you know more? Then call who has the other dossier.",
  ],
  "overlap.open": ["Andere melding {count}", "Other report {count}"],
  "spoed": ["Maak hier een spoedaanwijzing van", "Turn this into an emergency designation"],
  "spoed.explain": [
    "Als de persoon nu zelf beveiligd moet worden. Wat hier bekend is, staat er dan al in.",
    "When the person needs protection now. What is known here is filled in already.",
  ],
  "take.explain": [
    "U pakt deze melding op voor uw kant. Wat is gemeld gaat mee naar een eigen dossier, dat de melder nooit ziet.",
    "You take this report for your side. What was reported goes along into an item of its own, which the reporter never sees.",
  ],
  "reply.explain": [
    "Dit antwoord komt van het loket, zonder uw naam of dienst. Schrijf er niets in waaruit blijkt wie het geeft. De melder ziet het op het vaste moment: {at}.",
    "This answer comes from the loket, without your name or organisation. Write nothing in it that tells who gives it. The reporter sees it at the fixed moment: {at}.",
  ],

  "own.danger": ["Niet veilig? Bel altijd eerst 112.", "Not safe? Always call 112 first."],
  "own.danger.more": ["Wacht dan niet op antwoord.", "Do not wait for an answer then."],
  "own.explain": [
    "Gaat u ergens heen waar veel mensen kunnen komen? Zeg het vooraf. Dan kijken wij mee.",
    "Are you going where many people may come? Say so beforehand. Then we have a look as well.",
  ],
  "own.sent": ["Verstuurd", "Sent"],
  "own.sent.open": ["Bekijk het", "Look at it"],
  "own.next.1": ["Iemand kijkt naar wat u schreef.", "Somebody looks at what you wrote."],
  "own.next.2": [
    "U krijgt op een vast moment antwoord. Dat moment ziet u hier.",
    "You get an answer at a fixed moment. You see that moment here.",
  ],
  "own.next.3": ["Verandert er iets? Zeg het hier.", "Does something change? Say so here."],
  "own.answer": ["Antwoord", "Answer"],
  "own.answer.at": ["U hoort van ons: {at}.", "You hear from us: {at}."],
  "own.answer.late": ["U zou al van ons horen. Wij zijn te laat.", "You were to hear from us by now. We are late."],
  "own.answer.old": [
    "Dit antwoord is van voor uw verandering. Er komt een nieuw antwoord.",
    "This answer is from before your change. There will be a new one.",
  ],
  "own.answer.wrong": ["Dit antwoord klopt niet", "This answer is not right"],
} as const;
