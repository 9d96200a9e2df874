/** Words of a gesture on many items at once; Dutch (B1) and English. */

export const MORE = {
  "many.reading": ["{done} van {of} gelezen", "{done} of {of} read"],
  "many.making": ["{done} van {of} versleuteld", "{done} of {of} sealed"],
  "many.sending": ["{done} van {of} verstuurd", "{done} of {of} sent"],
  "many.waiting": ["{done} van {of} verstuurd. Geen contact.", "{done} of {of} sent. No contact."],
  "many.sent": ["Alle {of} verstuurd", "All {of} sent"],
  "many.kept": [
    "{left} staan veilig op dit toestel. Ze gaan vanzelf verder, geen gaat er twee keer.",
    "{left} are safe on this device. They go on by themselves, none goes twice.",
  ],
  "many.refused": ["{refused} zijn niet aangenomen. Kijk wat er staat.", "{refused} were not taken. See what is there."],
  "many.to": ["Aan {count} burgemeesters", "To {count} mayors"],
  "many.to_one": ["Aan de burgemeester van {name}", "To the mayor of {name}"],
  "many.list": ["Bekijk welke", "See which"],
  "many.keyless": [
    "Van {count} is geen sleutel bekend. Zij kunnen het niet lezen: bel hen zelf.",
    "Of {count} no key is known. They cannot read it: call them yourself.",
  ],
  "many.failed": ["Voor {count} kan dit niet. Daar gebeurt niets.", "For {count} this cannot be done. Nothing happens there."],
  "many.read": ["U bevestigt dat u dit las", "You confirm that you read this"],
  "many.read.for": ["Voor {names}", "For {names}"],
  "many.read.count": ["Voor {count} gemeenten", "For {count} municipalities"],
  "many.apart": ["Iedere burgemeester krijgt een eigen bericht. Niemand ziet aan wie het nog meer gaat.", "Every mayor gets a notice of their own. Nobody sees to whom else it goes."],
  "many.follow": ["Volg wie het weet", "Follow who knows"],
} as const;
