# Wat die raam van elke bladsy (templates/base.html) en die komponente sê.
base-site = Naboom
base-skip = Gaan na die inhoud
base-nav = Werf
base-dock = Kortpaaie
# Die vier woorde van die onderste ry op fone: hoogstens tien letters elk.
base-dock-mine = Myne
base-dock-queue = Wagtou
base-dock-account = Rekening
base-incidents = Voorvalle
base-map = Kaart
base-my-reports = My aanmeldings
base-moderation = Moderering
base-account = My rekening
base-sign-in = Teken in
base-report = Meld ’n voorval aan
# Dieselfde in drie stukke: ’n smal kop laat die middelste een uit.
base-report-verb = Meld
base-report-what = ’n voorval
base-report-particle = aan
base-emergency = Bel eers in ’n noodgeval
base-police = Polisie
base-ambulance = Ambulans en brandweer
base-cellphone = Van enige selfoon af
base-feed = Voer van nuwe voorvalle
base-data = Lig op jou data: ’n bladsy sonder foto’s is kleiner as 15 KB.
base-away = Geen verbinding nie. Niks wat jy getik het, is verlore nie. Probeer weer wanneer jy sein het.
base-wait = Stuur tans …
base-pages = Bladsye
base-previous = Vorige
base-next = Volgende
base-step = Stap { $now } van { $of }
base-to-home = Gaan na die tuisblad
base-to-incidents = Sien alle voorvalle
base-request = Navraagnommer:

form-error = Fout:
form-problem = Daar is ’n probleem
form-optional = (opsioneel)
form-letters-left = Jy het nog %n karakters oor
form-show-password = Wys wagwoord
form-hide-password = Versteek wagwoord
base-search = Soek bladsye

base-seen-as-label = Jy kyk as iemand anders
base-seen-as = Jy sien die werf soos { $name } dit sou sien. Niks kan verander word nie.
base-seen-as-stop = Hou op
