/** Words about the app itself: which one this is, and whether founders signed it. */

export const RELEASE = {
  "release.title": ["Deze app", "This app"],
  "release.files": ["Kenmerk: {files}", "Mark: {files}"],
  "release.newest": ["Uitgave {number}. De beheerders hebben deze app ondertekend.", "Release {number}. The founders signed this app."],
  "release.older": [
    "Uitgave {number}. Er is een nieuwere. Sluit de app en open haar opnieuw.",
    "Release {number}. There is a newer one. Close the app and open it again.",
  ],
  "release.unknown": ["Deze app is door niemand ondertekend.", "Nobody signed this app."],
  "release.unknown.detail": [
    "Typ er niets vertrouwelijks in. Bel uw beheerder en noem het kenmerk.",
    "Type nothing confidential into it. Call your administrator and say the mark.",
  ],
  "release.replaced": [
    "De app is vervangen sinds u haar opende. Sluit de app en open haar opnieuw.",
    "The app was replaced since you opened it. Close the app and open it again.",
  ],
  "release.none": ["In dit adresboek is nog geen app ondertekend.", "No app was signed in this directory yet."],
  "release.unreached": ["Zonder verbinding is niet te zien welke app dit is.", "Without a connection nobody can see which app this is."],
} as const;
