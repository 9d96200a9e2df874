/* One obligation, its ladder, the bells of it and the act that settles it: two instances of the service on one store.
 *
 * They die, stand still past their leases, do not hear whether a commit landed, and send over a channel that loses
 * messages and answers. The store alone is durable; a transaction is one atomic step. docs/formal.md says what each
 * action is in the code. `test_ringing.py` beside this file checks every promise at the end of it, and that each mistake
 * that can be planted here with -D is found.
 *
 * Faults are counted, so that it can be asked what happens in the end: after the last one the world behaves.
 */
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef STALLS
#define STALLS 1
#endif
#ifndef LOSSES
#define LOSSES 1
#endif
#ifndef UNANSWERED
#define UNANSWERED 1
#endif
#define PEOPLE 2
#define INSTANCES 2
#define ROWS 4

mtype = { free, planned, sending }                      /* a row of the outbox; free: never made, or recorded for good */
mtype = { waits, sent, unsent, ambiguous }              /* what an instance knows of its attempt */
mtype = { quiet, rings, over }                          /* what a phone shows */

typedef Row {
  mtype state;
  bit owner;
  bit person;
  bit closes;                                           /* the bell that says that it is over */
  bit lapsed;                                           /* its lease ran out */
  bit tried;                                            /* an attempt of it was ambiguous before */
  bit doubt;                                            /* an attempt may have arrived unseen, or two instances hold it */
  byte arrived
}
typedef Memory { bit holds[ROWS]; mtype known[ROWS]; bit lost[ROWS] }

/* The store. */
Row outbox[ROWS];
bit settled;
bit due = 1;                                            /* next_at has come */
bit higher;                                             /* the moment of the second rung has come */
bit rung;
bit reference[PEOPLE];                                  /* the message at this person's phone is known by its name */
bit stored[PEOPLE];                                     /* this person's act is stored, under its id */
byte decisions;

/* The instances. */
Memory memory[INSTANCES];
bit alive[INSTANCES];
bit stands[INSTANCES];                                  /* stopped by somebody, and will go on */

/* People and their phones. */
mtype phone[PEOPLE];
bit heard[PEOPLE];                                      /* rung since the clock last came round */
bit told[PEOPLE];                                       /* the screen says: received */
bit acts[PEOPLE];                                       /* does something when rung; else nobody is there */
bit doubted;                                            /* some attempt was in doubt */

byte crashes = CRASHES, stalls = STALLS, losses = LOSSES, unanswered = UNANSWERED;

#define serves(i) (alive[i] && !stands[i])
#define empty(r) (outbox[r].state == free && !memory[0].holds[r] && !memory[1].holds[r])
/* The store has no bounds and the model has: it waits until what would be written has a place. */
#define ROOM_FOR_TWO (empty(0) + empty(1) + empty(2) + empty(3) >= 2)
#define NO_BELLS (empty(0) && empty(1) && empty(2) && empty(3))

/* put: a row is written as `sending`, leased to who writes it; its dispatcher has it if the commit was answered. */
inline put(me, whom, closing, answered) {
  r = 0;
  do
  :: r < ROWS && !empty(r) -> r++
  :: else -> break
  od;
  assert(r < ROWS);
  outbox[r].state = sending; outbox[r].owner = me; outbox[r].person = whom; outbox[r].closes = closing;
  outbox[r].lapsed = 0; outbox[r].tried = 0; outbox[r].doubt = 0; outbox[r].arrived = 0;
  memory[0].lost[r] = 0; memory[1].lost[r] = 0;         /* another row has this place now */
  memory[me].holds[r] = answered; memory[me].known[r] = waits; memory[me].lost[r] = !answered;
  r = 0
}

inline in_doubt(r) { outbox[r].doubt = 1; doubted = 1 }

inline arrives(r) {
  outbox[r].arrived++;
  assert(outbox[r].arrived < 2 || outbox[r].doubt);     /* twice only where an attempt was in doubt */
  if
  :: outbox[r].closes -> phone[outbox[r].person] = over
  :: else -> phone[outbox[r].person] = rings; heard[outbox[r].person] = 1
  fi
}

/* after_ring: the message is known by its name; where the obligation was settled meanwhile it must be said to be over. */
inline after_ring(i, r) {
  reference[outbox[r].person] = 1;
#ifndef RINGS_ON_AFTER_SETTLING
  if
  :: settled ->
     outbox[r].state = sending; outbox[r].owner = i; outbox[r].closes = 1; outbox[r].lapsed = 0; outbox[r].tried = 0;
     outbox[r].arrived = 0; memory[i].holds[r] = 1
  :: else -> outbox[r].state = free
  fi
#else
  outbox[r].state = free
#endif
}

/* settle: the act is stored under its id, once; it alone ends the ringing. */
inline settle(p, i, answered) {
  if
#ifndef DECIDES_TWICE
  :: settled || stored[p] -> skip                       /* the same answer again, or a second receipt: nothing changes */
#endif
  :: else ->
     settled = 1; due = 0; decisions++;
     if :: reference[0] -> reference[0] = 0; put(i, 0, 1, answered) :: else fi;
     if :: reference[1] -> reference[1] = 0; put(i, 1, 1, answered) :: else fi
  fi;
  stored[p] = 1
}

/* first: the lowest row for which something is to be done; none, then this step cannot be taken. */
inline first(condition0, condition1, condition2, condition3) {
  if
  :: condition0 -> r = 0
  :: !(condition0) && condition1 -> r = 1
  :: !(condition0) && !(condition1) && condition2 -> r = 2
  :: !(condition0) && !(condition1) && !(condition2) && condition3 -> r = 3
  fi
}
#define claimable(r) (outbox[r].state == planned || (outbox[r].state == sending && (outbox[r].lapsed || memory[i].lost[r])))
#define unsent_row(r) (memory[i].holds[r] && memory[i].known[r] == waits)
#define unrecorded(r) (memory[i].holds[r] && memory[i].known[r] != waits)
#define any(what) (what(0) || what(1) || what(2) || what(3))

inline lapse(i) {
  r = 0;
  do
  :: r < ROWS ->
     if
     :: outbox[r].state == sending && outbox[r].owner == i -> outbox[r].lapsed = 1
     :: else
     fi;
     r++
  :: else -> break
  od;
  r = 0
}

proctype Instance(bit i) {
  byte r, p;
  bit answered;
end:
  do
  /* turn: what is due is advanced, and each person on the rungs reached gets a row. */
  :: atomic { serves(i) && due && !settled && NO_BELLS ->
#ifndef NEVER_CLIMBS
       if :: higher -> rung = 1 :: else fi;
#endif
       due = 0; answered = 1;
       if
       :: unanswered > 0 -> unanswered--; answered = 0  /* it landed, and who wrote it does not know */
       :: true
       fi;
       put(i, 0, 0, answered);
       if :: rung -> put(i, 1, 0, answered) :: else fi;
       answered = 0 }

  /* claim: rows planned again, those of a lease that ran out, those whose commit was not answered. */
  :: atomic { serves(i) && any(claimable) ->
       first(claimable(0), claimable(1), claimable(2), claimable(3));
#ifdef UNANSWERED_IS_FORGOTTEN
       if
       :: outbox[r].state == sending && memory[i].lost[r] && !outbox[r].lapsed -> memory[i].lost[r] = 0; goto claimed
       :: else
       fi;
#endif
       if
       :: outbox[r].state == sending && outbox[r].lapsed -> in_doubt(r)
       :: else
       fi;
       memory[i].lost[r] = 0;
       if
       :: settled && !outbox[r].closes -> outbox[r].state = free     /* still_wanted: nobody is rung for it any more */
       :: else ->
          outbox[r].state = sending; outbox[r].owner = i; outbox[r].lapsed = 0;
          memory[i].holds[r] = 1; memory[i].known[r] = waits
       fi;
claimed: r = 0 }

  /* send: the message arrives or not, and what is known of it is another matter. */
  :: atomic { serves(i) && any(unsent_row) ->
       first(unsent_row(0), unsent_row(1), unsent_row(2), unsent_row(3));
       if
       :: memory[i].known[r] = sent; arrives(r)
       :: losses > 0 -> losses--; memory[i].known[r] = ambiguous; in_doubt(r); arrives(r)
       :: losses > 0 -> losses--; memory[i].known[r] = ambiguous; in_doubt(r)
       :: losses > 0 -> losses--; memory[i].known[r] = unsent
       fi;
       r = 0 }

  /* record: what became of the attempt is stored, with what follows from it. */
  :: atomic { serves(i) && any(unrecorded) ->
       first(unrecorded(0), unrecorded(1), unrecorded(2), unrecorded(3));
       memory[i].holds[r] = 0;
       if
       :: memory[i].known[r] == sent && !outbox[r].closes -> after_ring(i, r)  /* also where another gave it an outcome */
       :: memory[i].known[r] == sent && outbox[r].closes -> outbox[r].state = free
       :: memory[i].known[r] != sent && outbox[r].state != sending -> skip
       :: memory[i].known[r] == unsent && outbox[r].state == sending -> outbox[r].state = planned
       :: memory[i].known[r] == ambiguous && outbox[r].state == sending ->
          if
          :: outbox[r].tried || outbox[r].closes -> outbox[r].state = free     /* the ladder itself rings again */
          :: else -> outbox[r].tried = 1; outbox[r].state = planned
          fi
       fi;
       memory[i].known[r] = waits; r = 0 }

  /* crash: memory is gone. start: the leases that an earlier life left end, so that who serves finds their rows. */
  :: atomic { serves(i) && crashes > 0 ->
       crashes--; alive[i] = 0;
       r = 0;
       do
       :: r < ROWS -> memory[i].holds[r] = 0; memory[i].known[r] = waits; memory[i].lost[r] = 0; r++
       :: else -> break
       od;
       r = 0 }
  :: atomic { !alive[i] ->
       alive[i] = 1;
#ifndef LEASES_NEVER_END
       lapse(i)
#endif
     }

  /* stall: it stands still past its leases, and then goes on as if nothing had been. */
  :: atomic { serves(i) && stalls > 0 -> stalls--; stands[i] = 1; lapse(i) }
  :: atomic { stands[i] -> stands[i] = 0 }
  od
}

/* act: who is rung signs, and sends the same bytes again until the screen says: received. */
proctype Person(bit p) {
  byte r;
  bit i;
end:
  do
  :: atomic { acts[p] && !told[p] && phone[p] == rings && ROOM_FOR_TWO && (serves(0) || serves(1)) ->
       if :: serves(0) -> i = 0 :: serves(1) -> i = 1 fi;
       if
       :: settle(p, i, 1); told[p] = 1
       :: unanswered > 0 -> unanswered--; settle(p, i, 0)                      /* stored, and nobody knows */
       :: unanswered > 0 -> unanswered--                                       /* not stored */
#ifdef ANSWERS_BEFORE_THE_COMMIT
       :: unanswered > 0 -> unanswered--; told[p] = 1
#endif
       fi;
       assert(decisions <= 1);                                                 /* nothing is decided twice */
       assert(!told[p] || stored[p]);                                          /* "received" means on disk */
       i = 0; r = 0 }
  od
}

/* tick: the engine's moments come, whether or not anybody looks. It settles nothing. */
proctype Clock() {
end:
  do
  :: atomic { !due && !settled -> due = 1; heard[0] = 0; heard[1] = 0 }
#ifdef TIMER_DECIDES
  :: atomic { rung && !settled -> settled = 1; due = 0 }
#endif
  od
}

/* Time itself goes on: where nothing else can happen any more, that is how it stays, and is judged as such. */
proctype Time() { bit moved; do :: moved = 1 - moved od }

/* later: the moment of the second rung comes. */
proctype Later() { atomic { higher = 1 } }

init {
  atomic {
    outbox[0].state = free; outbox[1].state = free; outbox[2].state = free; outbox[3].state = free;
    phone[0] = quiet; phone[1] = quiet; alive[0] = 1; alive[1] = 1;
    memory[0].known[0] = waits; memory[0].known[1] = waits; memory[0].known[2] = waits; memory[0].known[3] = waits;
    memory[1].known[0] = waits; memory[1].known[1] = waits; memory[1].known[2] = waits; memory[1].known[3] = waits;
    if :: acts[0] = 1 :: acts[0] = 0 fi;
    if :: acts[1] = 1 :: acts[1] = 0 fi;
    run Instance(0); run Instance(1); run Person(0); run Person(1); run Clock(); run Later(); run Time()
  }
}

/* Never silent: who is on the first rung is rung, and rung again, for as long as nobody acted. */
ltl rings_on { []<>(settled || heard[0]) }
/* Never silent: where nobody acts, the next rung is rung as well. */
ltl climbs { <>(settled || heard[1]) }
/* X-01: nothing but an act of a person settles. */
ltl only_people_settle { [](settled -> (stored[0] || stored[1])) }
/* Who acts is told in the end, and it is over for every phone whose bell was not in doubt. */
ltl answered { []((acts[0] && phone[0] == rings) -> <>(told[0] || phone[0] != rings)) }
ltl over_everywhere { [](settled -> <>[](doubted || (phone[0] != rings && phone[1] != rings))) }
