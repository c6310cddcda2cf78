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

# Op bystand, en die pos van die oggend.
moderation-work-title = Bystand en pos
moderation-work-help = Of alarms na jou toe kom, en die pos van die oggend
moderation-work-saved = Gestoor.
moderation-work-call = Op bystand
moderation-work-call-lead = Wanneer ’n lewensgevaarlike aanmelding inkom, kry dié op bystand dadelik ’n e-pos. Solank niemand van sy gebied op bystand is nie, kry al sy leiers en administrateurs dit.
moderation-work-nobody = Niemand is nou op bystand nie.
moderation-work-now = Nou op bystand: { $names }
moderation-work-on = Ek is op bystand
moderation-work-from = Elke dag van
moderation-work-until = Tot
moderation-work-hours-hint = Suid-Afrikaanse tyd, ook oor middernag. Laat albei leeg vir dag en nag.
moderation-work-time-wrong = Tik ’n tyd soos 18:00, of niks
moderation-work-time-half = Tik ’n begin en ’n ander einde, of nie een van die twee nie
moderation-work-digest = Pos van die oggend
moderation-work-digest-on = Stuur my om 07:00 ’n e-pos oor wat in my gebiede wag, amper verskuldig of agterstallig is
moderation-alarm-waits = ’n Lewensgevaarlike aanmelding wag: { $reference }
moderation-alarm-life = Lewensgevaarlik: voor al die ander
moderation-alarm-on = Skakel die alarmklank aan
moderation-alarm-off = Skakel die alarmklank af
moderation-digest-subject = Naboom vanoggend: { $new } nuut, { $soon } amper verskuldig, { $overdue } agterstallig
moderation-digest-text =
    Dit wag in jou gebiede en kategorieë:

    Nuut: { $new }
    Amper verskuldig: { $soon }
    Agterstallig: { $overdue }

    { $list }
    { $link }

    Nie meer hierdie pos nie: { $stop }
moderation-digest-late = { $reference } { $category }: agterstallig sedert { $at }
moderation-digest-soon = { $reference } { $category }: sperdatum { $at }
moderation-stop-title = Pos van die oggend
moderation-stop-lead = Elke oggend om 07:00 sê hierdie pos wat in jou gebiede wag. Wil jy dit nie meer kry nie?
moderation-stop-go = Stop hierdie pos
moderation-stop-done = Dit kom nie meer nie. Onder “Bystand en pos” in jou rekening kan jy dit weer aanskakel.

# Syfers van die tou.
moderation-figures-title = Syfers
moderation-figures-lead = Die afgelope { $days } dae.
moderation-figures-look = Mediaan van die tyd tot die eerste kyk
moderation-figures-decisions = Besluite
moderation-figures-by-hour = Besluite per uur
moderation-figures-undos = Ontdoen
moderation-figures-conflicts = Botsings
moderation-figures-hint = ’n Besluit is een vorm wat oor een aanmelding gestuur is. ’n Uur tel wanneer iemand daarin besluit het. ’n Botsing is ’n besluit oor ’n aanmelding wat iemand anders intussen verander het. Persentasies is van alle besluite.
moderation-figures-people = Volgens persoon
moderation-figures-who = Persoon
moderation-figures-none = Niemand het iets besluit nie.
moderation-figures-minutes = { $n } min
moderation-figures-hours = { $n } h
