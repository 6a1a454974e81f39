"""The domain of a live workshop. No Flask request, no Socket.IO, no eventlet, no clock of its own.

The words, the same in code, addresses, tests and docs:

- Module: course text with its activities and guide, versioned (``content/``).
- Activity: one thing a room is asked or told; its *kind* says how it is answered (``activities/``).
- Run: one live holding of a module, with a join code. People see *sesión*.
- Step: an activity's place in a run: planned, staged, done, skipped.
- Round: one asking of an activity. A second vote is round 2. Open, closed, revealed, or annulled.
- Participant: one phone in one run.
- Ballot: what a phone has given in an open round; it can change.
- Answer: what remains of a ballot once the round is closed; it never changes.
- Tally: what a kind makes of a round's answers.
- Fact: something that just became true and was committed.
- Audience: facilitator, participant, projector.
- Outcome: a run's rounds, frozen, as they are read afterwards (``results/``).
"""
