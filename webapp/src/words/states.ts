/** Words for what nobody must guess: how far something is, and why something does not work; Dutch (B1) and English. */

export const STATES = {
  "step.title": ["Hoe ver is het?", "How far is it?"],
  "step.kept": ["Bewaard op deze telefoon", "Kept on this phone"],
  "step.sending": ["Verstuurd", "Sent"],
  "step.stored": ["Ontvangen door de dienst", "Received by the service"],
  "step.received": ["Ontvangen door iemand die mag besluiten", "Received by somebody who may decide"],
  "step.decided": ["Besloten", "Decided"],
  "step.on_the_spot": ["Ter plaatse", "On the spot"],
  "step.done": ["gedaan", "done"],
  "step.now": ["hier wacht het op", "waiting for this"],
  "step.todo": ["nog niet", "not yet"],
  "step.by": ["{who}, {at}", "{who}, {at}"],

  "delivery.kept": ["Bewaard op deze telefoon, nog niet verstuurd", "Kept on this phone, not sent yet"],
  "delivery.sending": ["Wordt nu verstuurd", "Being sent now"],
  "delivery.stored": ["De dienst heeft het ontvangen", "The service has received it"],
  "delivery.refused": ["Niet gelukt", "Not done"],
  "delivery.rings": ["Iedereen wordt opnieuw gebeld om {at}.", "Everybody is rung again at {at}."],
  "delivery.kept.call": ["Wacht niet. Bel het nummer onderaan.", "Do not wait. Call the number below."],
  "delivery.seen": ["Gezien", "Seen"],

  "delivery.look": ["Bekijk hoe het nu is", "See how it is now"],

  "line.bad": ["De verbinding hapert", "The connection is bad"],
  "line.bad.detail": [
    "Piket probeert het steeds opnieuw. Wat u ondertekent, gaat niet verloren. Heeft het haast? Bel.",
    "Piket keeps trying. What you sign is not lost. Is it urgent? Call.",
  ],
  "session.again": ["Open Piket opnieuw", "Open Piket again"],
  "suspended.title": ["GEEN OEFENING", "THIS IS NO DRILL"],
  "suspended.detail": [
    "Er is een echt verzoek. Deze oefening ligt stil. Kijk bij «Nu».",
    "There is a real request. This drill is suspended. Look under «Now».",
  ],

  "gate.unsupported.title": ["Deze browser is niet geschikt", "This browser will not do"],
  "gate.unsupported.browser": [
    "Deze browser kan de sleutels niet maken. Werk hem bij, of gebruik een andere.",
    "This browser cannot make the keys. Update it, or use another.",
  ],
  "gate.unsupported.in_app": [
    "U bent in een venster van een andere app. Open Piket in uw eigen browser.",
    "You are inside another app. Open Piket in your own browser.",
  ],
  "gate.unsupported.storage": [
    "De browser mag niets bewaren. Gebruik geen privévenster.",
    "The browser may keep nothing. Do not use a private window.",
  ],
  "gate.revoked.title": ["Dit toestel doet niet meer mee", "This device was taken out of use"],
  "gate.revoked.explain": [
    "De beheerder heeft dit toestel ingetrokken. Heeft het haast? Bel. Vraag daarna een nieuwe uitnodiging.",
    "Your administrator revoked this device. Is it urgent? Call. Then ask for a new invitation.",
  ],
  "gate.frozen.title": ["Dit toestel is stilgezet", "This device was stopped"],
  "gate.frozen.explain": [
    "U kunt niets openen en niets ondertekenen. Heeft het haast? Bel. Bel daarna uw beheerder.",
    "You can open and sign nothing. Is it urgent? Call. Then call your administrator.",
  ],
  "gate.lost.title": ["De sleutels zijn weg", "The keys are gone"],
  "gate.lost.explain": [
    "De sleutels van dit toestel zijn gewist: door de browser, of na te veel verkeerde pincodes. U kunt niets lezen, maar wel bellen. Er is niets verloren bij de dienst.",
    "The keys of this device were erased: by the browser, or after too many wrong PINs. You can read nothing, but you can call. Nothing was lost at the service.",
  ],
  "gate.lost.do": ["Meld dit toestel opnieuw aan", "Enrol this device again"],
  "gate.refused.title": ["Dit klopt niet. Vertrouw het niet.", "This is not right. Do not rely on it."],
  "gate.refused.explain": [
    "De dienst kon niet bewijzen wat hij zei. Piket laat er niets van zien. Bel, en meld dit aan uw beheerder.",
    "The service could not prove what it said. Piket shows nothing of it. Call, and tell your administrator.",
  ],
  "gate.code": ["Code: {code}", "Code: {code}"],

  "keys.missing.title": ["U hebt nog geen sleutel voor uw functie", "You have no key for your functie yet"],
  "keys.missing.explain": [
    "Voor {party} kunt u nog niets lezen. Vraag een collega met deze functie om de sleutel te delen.",
    "You can read nothing yet as {party}. Ask a colleague with this functie to share the key.",
  ],

  "error.item.withdrawn": ["Dit verzoek is ingetrokken", "This request was withdrawn"],
  "error.item.withdrawn.detail": [
    "U hoeft niets te doen. Twijfelt u? Bel.",
    "You need to do nothing. In doubt? Call.",
  ],
  "error.item.no_key": ["U hebt hier nog geen sleutel voor", "You have no key for this yet"],
  "error.item.no_key.detail": [
    "Een collega die dit kan lezen, moet de sleutel met u delen. Bel als het haast heeft.",
    "A colleague who can read this must share the key with you. Call if it is urgent.",
  ],
  "error.service.unreachable": ["Geen contact met de dienst", "No contact with the service"],
  "error.service.unreachable.detail": ["Wacht niet op Piket. Bel nu.", "Do not wait for Piket. Call now."],
  "error.app.silent": ["Geen contact: Piket antwoordt niet op dit toestel", "No contact: Piket does not answer on this device"],
  "error.app.silent.detail": [
    "Wacht niet op Piket. Bel nu. Sluit daarna andere vensters van Piket en probeer het opnieuw.",
    "Do not wait for Piket. Call now. Then close other windows of Piket and try again.",
  ],
  "error.device.storage": ["Deze telefoon kon het niet bewaren", "This phone could not keep it"],
  "error.device.storage.detail": [
    "Er is niets verstuurd. Bel nu. Sluit daarna andere vensters van Piket, en maak ruimte op de telefoon.",
    "Nothing was sent. Call now. Then close other windows of Piket, and make room on the phone.",
  ],
  "error.answer.malformed": ["Het antwoord van de dienst is niet te lezen", "The answer of the service cannot be read"],
  "error.answer.malformed.detail": [
    "Wat u verstuurde, is bewaard. Heeft het haast? Bel.",
    "What you sent is kept. Is it urgent? Call.",
  ],
  "error.act.under_way": ["Er gaat al iets weg", "Something is being sent already"],
  "error.act.under_way.detail": [
    "Wacht tot het aangekomen is. Doe het dan opnieuw. Heeft het haast? Bel.",
    "Wait until it has arrived. Then do it again. Is it urgent? Call.",
  ],
  "error.functie.none": ["Uw functie mag dit niet", "Your functie may not do this"],
  "error.functie.none.detail": ["Vraag een collega die dit wel mag. Of bel.", "Ask a colleague who may. Or call."],
  "error.functie.not_held": ["U hebt deze functie niet", "You do not hold this functie"],
  "error.functie.not_held.detail": ["Kies een functie die u nu hebt.", "Choose a functie that you hold now."],
  "error.item.keyless": ["U hebt hier nog geen sleutel voor", "You have no key for this yet"],
  "error.item.keyless.detail": [
    "Een collega die dit kan lezen, moet de sleutel met u delen. Bel als het haast heeft.",
    "A colleague who can read this must share the key with you. Call if it is urgent.",
  ],
  "error.lock.passkey": ["Vinger of gezicht werkt hier niet", "Finger or face does not work here"],
  "error.lock.passkey.detail": ["Gebruik een pincode.", "Use a PIN."],
  "error.lock.closed": ["Piket is op slot", "Piket is locked"],
  "error.lock.closed.detail": ["Open Piket opnieuw.", "Open Piket again."],
  "error.lock.wrong": ["De pincode klopt niet", "The PIN is wrong"],
  "error.lock.wrong.detail": ["Probeer het opnieuw.", "Try again."],
  "error.lock.short": ["Deze pincode is te kort", "This PIN is too short"],
  "error.lock.short.detail": ["Kies minstens 6 cijfers.", "Choose at least 6 digits."],
  "error.invitation.malformed": ["Dit is geen hele uitnodiging", "This is not a whole invitation"],
  "error.invitation.malformed.detail": [
    "Kopieer de hele link en plak hem opnieuw. Of vraag een nieuwe.",
    "Copy the whole link and paste it again. Or ask for a new one.",
  ],
  "error.invitation.other": ["Deze uitnodiging is niet voor dit toestel", "This invitation is not for this device"],
  "error.invitation.other.detail": [
    "Vraag uw beheerder om een nieuwe uitnodiging.",
    "Ask your administrator for a new invitation.",
  ],
  "error.proof": ["Dit klopt niet. Vertrouw het niet.", "This is not right. Do not rely on it."],
  "error.proof.detail": [
    "Piket kon niet nagaan of dit echt is, en laat het niet zien. Bel.",
    "Piket could not check that this is genuine, and does not show it. Call.",
  ],
} as const;
