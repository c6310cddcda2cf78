# Sperdatums wat naby kom en verbygaan.
moderation-tab-soon = Amper verskuldig
moderation-queue-soon = Sperdatum { $at }
moderation-deadlines-show = Almal sien dat ’n aanmelding agterstallig is
moderation-deadlines-rule = Wanneer ’n sperdatum verbygaan
moderation-deadlines-rule-nothing = Niks gebeur vanself nie
moderation-deadlines-rule-priority = Die prioriteit styg met een stap
moderation-deadlines-rule-escalate = Die aanmelding word geëskaleer, en wie daaraan werk, kry berig
moderation-late-reason = ’n Sperdatum van hierdie aanmelding het verbygegaan.
moderation-late-subject = ’n Sperdatum het verbygegaan: { $reference }
moderation-late-text =
    ’n Sperdatum van aanmelding { $reference } het verbygegaan, en dit is geëskaleer. Wie daaraan werk, kry hierdie pos; waar niemand daaraan werk nie, kry die amptenare van sy gebied en kategorie dit.

    { $link }
