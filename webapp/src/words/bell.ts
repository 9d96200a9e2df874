/** Words of the bell on this device, Dutch (B1) and English. */

export const BELL = {
  "bell.title": ["Bel op dit toestel", "Bell on this device"],
  "bell.explain": [
    "Dit toestel belt u ook als Piket dicht is. De melding zegt alleen dat er iets klaarstaat.",
    "This device rings you also when Piket is closed. The message says only that something is waiting.",
  ],
  "bell.on": ["De bel staat aan op dit toestel.", "The bell is on, on this device."],
  "bell.off": ["De bel staat uit op dit toestel.", "The bell is off, on this device."],
  "bell.dead": ["De bel op dit toestel doet het niet meer", "The bell on this device no longer works"],
  "bell.dead.detail": ["Piket belt u hier niet. Zet de bel weer aan.", "Piket does not ring you here. Turn the bell on again."],
  "bell.denied": ["De browser staat geen meldingen toe", "The browser allows no notifications"],
  "bell.denied.detail": [
    "Sta meldingen van Piket toe in de instellingen van uw toestel of browser. Kom dan hier terug.",
    "Allow notifications of Piket in the settings of your device or browser. Then come back here.",
  ],
  "bell.install": ["Op een iPhone of iPad belt alleen de app op uw beginscherm", "On an iPhone or iPad only the app on your home screen rings"],
  "bell.install.detail": ["Zet Piket op uw beginscherm en open de app daar.", "Put Piket on your home screen and open the app there."],
  "bell.unsupported": ["Deze browser kan u niet bellen", "This browser cannot ring you"],
  "bell.unsupported.detail": ["Gebruik een andere browser, of laat u bellen via Telegram.", "Use another browser, or let Telegram ring you."],
  "bell.unsupported.own": ["Gebruik een andere browser.", "Use another browser."],
  "bell.unserved": ["Deze dienst belt niet via de browser", "This service does not ring by browser"],
  "bell.unserved.detail": ["Vraag uw beheerder om Web Push aan te zetten.", "Ask your administrator to turn on Web Push."],
  "bell.turn_on": ["Laat dit toestel bellen", "Let this device ring"],
  "bell.turn_off": ["Laat dit toestel niet bellen", "Do not let this device ring"],
  "bell.again": ["Zet de bel weer aan", "Turn the bell on again"],
  "bell.busy": ["Even wachten…", "One moment…"],
  "error.bell.denied": ["De browser staat geen meldingen toe", "The browser allows no notifications"],
  "error.bell.denied.detail": [
    "Sta meldingen van Piket toe in de instellingen van uw toestel of browser. Kom dan hier terug.",
    "Allow notifications of Piket in the settings of your device or browser. Then come back here.",
  ],
  "error.bell.failed": ["De bel kon niet worden aangezet", "The bell could not be turned on"],
  "error.bell.failed.detail": [
    "De browser kreeg geen contact met zijn meldingendienst. Probeer het later opnieuw.",
    "The browser had no contact with its notification service. Try again later.",
  ],
  "do.channel.set_push": ["Bel op dit toestel aan", "Bell on this device on"],
  "do.channel.remove": ["Bel op dit toestel uit", "Bell on this device off"],
} as const;
