/** Words of every screen: buttons, the line, time, installing, enrolling and the lock; Dutch (B1) and English. */

export const GENERAL = {
  "app.name": ["Piket", "Piket"],
  "app.skip": ["Naar de inhoud", "Skip to content"],
  "app.menu": ["Hoofdmenu", "Main menu"],
  "app.drill": ["OEFENING", "DRILL"],
  "app.loading": ["Even geduld", "One moment"],
  "app.back": ["Terug", "Back"],
  "app.retry": ["Probeer opnieuw", "Try again"],
  "app.lock": ["Vergrendel", "Lock"],
  "app.optional": ["niet verplicht", "optional"],
  "app.required": ["Vul dit in.", "Fill this in."],
  "app.yes": ["Ja", "Yes"],
  "app.no": ["Nee", "No"],
  "app.unknown": ["nog niet bekend", "not yet known"],

  "part.failed": ["Deze pagina is niet te laden", "This page cannot be loaded"],
  "part.failed.detail": [
    "Hij staat nog niet op deze telefoon, en er is nu geen contact. Bel. Of probeer het opnieuw als er weer contact is.",
    "It is not on this phone yet, and there is no contact now. Call. Or try again when there is contact.",
  ],
  "open.which": ["Wat wilt u beginnen?", "What do you want to begin?"],
  "open.else": ["Geen spoed? Begin iets anders", "Not urgent? Begin something else"],
  "open.follows": ["Volgt uit: {flow} ({state})", "Follows from: {flow} ({state})"],
  "open.consent": [
    "De ontvanger weet van deze oefening en doet mee",
    "The receiver knows of this drill and takes part",
  ],

  "nav.start": ["Nu", "Now"],
  "nav.new": ["Nieuw", "New"],
  "nav.closed": ["Eerder", "Earlier"],
  "nav.duty": ["Dienst", "On duty"],
  "nav.device": ["Toestel", "Device"],

  "call.now": ["Bel {number}", "Call {number}"],
  "call.help": ["Bel bij twijfel", "When in doubt, call"],
  "call.none": ["Er is nog geen nummer bekend. Bel de meldkamer.", "No number is known yet. Call your control room."],
  "call.party": ["Bel {party}: {number}", "Call {party}: {number}"],

  "line.online": ["Verbonden", "Connected"],
  "line.trying": ["Verbinding zoeken", "Looking for a connection"],
  "line.none": ["Geen contact", "No contact"],
  "line.unreachable": ["Geen contact met de dienst. Bel nu.", "No contact with the service. Call now."],
  "line.since": ["Laatste contact: {at}.", "Last contact: {at}."],
  "line.kept": [
    "Wat u ondertekent, blijft versleuteld op deze telefoon. Het gaat weg zodra er weer contact is.",
    "What you sign stays encrypted on this phone. It leaves as soon as there is contact again.",
  ],

  "time.clock": ["{h}.{m} uur", "{h}:{m}"],
  "time.tomorrow": ["morgen {clock}", "tomorrow {clock}"],
  "time.yesterday": ["gisteren {clock}", "yesterday {clock}"],
  "time.day": ["{day} {clock}", "{day} {clock}"],
  "time.full": ["{day} om {clock}", "{day} at {clock}"],
  "time.both": ["{clock} ({ago})", "{clock} ({ago})"],

  "install.title": ["Zet Piket op uw telefoon", "Put Piket on your phone"],
  "install.why": [
    "Uw sleutels maakt u alleen in de geïnstalleerde app. Zo raakt u ze niet kwijt.",
    "Your keys are made in the installed app only. That way you do not lose them.",
  ],
  "install.there": [
    "Staat Piket al op uw beginscherm? Sluit dit venster en open het daar.",
    "Is Piket on your home screen already? Close this window and open it there.",
  ],
  "install.ios.1": ["Tik onderaan op Delen.", "Tap Share at the bottom."],
  "install.ios.2": ["Kies: Zet op beginscherm.", "Choose: Add to Home Screen."],
  "install.ios.3": [
    "Open Piket vanaf het beginscherm. Plak of scan daar uw uitnodiging.",
    "Open Piket from the home screen. Paste or scan your invitation there.",
  ],
  "install.android.1": ["Open het menu van de browser.", "Open the menu of the browser."],
  "install.android.2": ["Kies: App installeren.", "Choose: Install app."],
  "install.android.3": [
    "Open Piket vanaf het startscherm. Plak of scan daar uw uitnodiging.",
    "Open Piket from the home screen. Paste or scan your invitation there.",
  ],

  "enrol.title": ["Meld dit toestel aan", "Enrol this device"],
  "enrol.explain": [
    "U kreeg een uitnodiging van uw beheerder. Scan de QR-code, of plak de hele link.",
    "Your administrator gave you an invitation. Scan the QR code, or paste the whole link.",
  ],
  "enrol.link": ["Uitnodiging", "Invitation"],
  "enrol.link.help": ["De link begint met https en werkt één keer.", "The link begins with https and works once."],
  "enrol.do": ["Maak sleutels op dit toestel", "Make keys on this device"],
  "compare.title": ["Vergelijk zes woorden", "Compare six words"],
  "compare.explain": [
    "Bel uw beheerder. Lees de woorden voor. Klopt er één niet? Ga dan niet verder.",
    "Call your administrator. Read the words aloud. Is one different? Then do not go on.",
  ],
  "compare.wait": [
    "Uw beheerder laat dit toestel nu toe. Dit scherm gaat vanzelf verder.",
    "Your administrator now admits this device. This screen goes on by itself.",
  ],
  "choose_lock.title": ["Beveilig dit toestel", "Protect this device"],
  "choose_lock.passkey": ["Gebruik vinger of gezicht", "Use finger or face"],
  "choose_lock.pin": ["Kies een pincode van minstens 6 cijfers", "Choose a PIN of at least 6 digits"],
  "choose_lock.do": ["Gebruik deze pincode", "Use this PIN"],
  "choose_lock.explain": [
    "De app gaat op slot na twee minuten op de achtergrond.",
    "The app locks after two minutes in the background.",
  ],

  "locked.title": ["Piket is op slot", "Piket is locked"],
  "locked.pin": ["Pincode", "PIN"],
  "locked.do": ["Open Piket", "Open Piket"],
  "locked.passkey": ["Open met vinger of gezicht", "Open with finger or face"],
  "locked.left": ["Nog {count} keer proberen.", "{count} attempts left."],

  "device.title": ["Dit toestel", "This device"],
  "device.person": ["Aangemeld als", "Enrolled as"],
  "device.functies": ["Uw functies", "Your functies"],
  "device.test": ["Test mijn bel", "Test my bell"],
  "device.test.done": ["De proefmelding is onderweg.", "The test message is on its way."],
  "device.language": ["Taal", "Language"],
  "device.nl": ["Nederlands", "Dutch"],
  "device.en": ["Engels", "English"],

  "duty.title": ["Wie heeft dienst", "Who is on duty"],
  "duty.empty": ["Niemand staat op het rooster. Allen worden gebeld.", "Nobody is on the roster. All are rung."],
  "duty.slot.primary": ["eerste", "first"],
  "duty.slot.backup": ["achterwacht", "backup"],
} as const;
