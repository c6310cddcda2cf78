# ’n Voorval aanmeld, stap vir stap.
incidents-report-continue = Gaan voort
incidents-report-back = Terug
incidents-report-to-home = Tuis
incidents-report-yes = Ja
incidents-report-no = Nee
incidents-report-none = Geen
incidents-report-too-long = Gebruik hoogstens { $n } letters

incidents-report-danger = Is iemand in gevaar? Bel eers

incidents-report-what = Wat wil jy aanmeld?
incidents-report-what-missing = Kies wat jy wil aanmeld
incidents-report-begun = Jy het op hierdie foon met ’n aanmelding begin
incidents-report-go-on = Gaan daarmee voort
incidents-report-fresh = Begin ’n nuwe aanmelding
incidents-report-lost = Hierdie aanmelding was te lank oop
incidents-report-lost-help = Wat jy nou net getik het, is gehou. Kies weer waaroor dit gaan, en kyk dan elke stap na.

incidents-report-where = Waar is dit?
incidents-report-place = Straat, plek of bekende punt
incidents-report-place-hint = Byvoorbeeld: voor die biblioteek in Hansstraat
incidents-report-place-missing = Gee ’n straat of bekende punt, of kies ’n woonbuurt
incidents-report-place-outside = Dit is buite die gebied wat ons bedien, en hierdie soort aanmelding is net vir die gebied self. Gee ’n ander plek, of gaan terug en kies iets anders
incidents-report-suburb-unknown = Kies ’n woonbuurt uit die lys; die een wat gestuur is, is nie meer daarop nie
incidents-report-suburb = Woonbuurt of dorp
incidents-report-suburb-none = Kies uit die lys
incidents-report-locate = Gebruik my ligging
incidents-report-locate-finding = Ons soek jou ligging …
incidents-report-locate-found = Gevind, tot op omtrent %n m. Gaan voort, of tik ’n beter plek.
incidents-report-locate-failed = Jou foon kon nie sê waar dit is nie. Tik die straat of kies die woonbuurt.
incidents-report-point-phone = Jou foon het hierdie ligging gegee
incidents-report-point-map = Jy het hierdie plek op die kaart gemerk
incidents-report-point-clear = Verwyder hierdie plek
incidents-report-exact = tot op omtrent { $n } m
incidents-report-outside = Dit is buite die gebied wat ons bedien. Jy kan dit steeds aanmeld; ons stuur dit aan.
incidents-report-map = Of wys dit op ’n kaart
incidents-report-map-help = Die kaart gebruik omtrent 30 KB data.
incidents-report-map-open = Maak die kaart oop
incidents-report-map-close = Maak die kaart toe
incidents-report-choose = Watter een bedoel jy?
incidents-report-choose-help = Jy het “{ $words }” getik. Hierdie plekke se name lyk daarna.
incidents-report-choose-none = Nie een van hierdie nie
incidents-report-choose-none-help = Hou die plek soos ek dit getik het.
incidents-report-later = Maak later klaar, of op ’n ander foon
incidents-report-later-help = Ons hou hierdie aanmelding sewe dae lank. Gaan met hierdie skakel daarmee voort. Wie die skakel het, kan lees wat jy getik het.

incidents-report-details = Wat is verkeerd?
incidents-report-text = Vertel ons wat jy sien
incidents-report-text-hint = Wat is dit, van wanneer af, en is dit gevaarlik? Almal kan dit lees: los name, telefoonnommers en huisnommers uit.
incidents-report-text-missing = Vertel ons wat jy sien
incidents-report-when = Wanneer het jy dit gesien?
incidents-report-when-hint = Los dit oop as jy dit nou sien.
incidents-report-day = Dag
incidents-report-time = Tyd
incidents-report-day-wrong = Gee die dag soos 5 Maart 2026
incidents-report-day-ahead = Hierdie tyd moet nog kom. Gee die tyd toe jy dit gesien het
incidents-report-day-old = Dit is meer as ’n jaar gelede. Kyk of die jaar reg is
incidents-report-time-wrong = Gee die tyd soos 14:05
incidents-report-photos = Foto’s
incidents-report-photos-hint = Tot { $n } foto’s. ’n Leier kyk na elkeen voordat dit openbaar word. Ons haal die plek wat in ’n foto versteek is, uit.
incidents-report-photos-many = Kies hoogstens nog %n
incidents-report-photo = Foto { $n }
incidents-report-photo-remove = Verwyder

incidents-report-stop = Bel nou { $phone }
incidents-report-phone = Bel { $phone }
incidents-report-stop-cell = Van enige selfoon af, ook sonder lugtyd:
incidents-report-stop-then = En daarna
incidents-report-stop-kept = Niks wat jy getik het, is verlore nie. Jy kan daarna met jou aanmelding voortgaan.
incidents-report-stop-phoned = Ek het gebel: gaan voort met die aanmelding
incidents-report-stop-no = Dit is nie so nie, ek het verkeerd gekies: gaan voort

incidents-report-nearby = Is dit een van hierdie?
incidents-report-nearby-help = Ander mense het iets soos dit hier naby aangemeld. As dit dieselfde is, volg daardie aanmelding: dan hoor jy wat gebeur, en niemand doen die werk twee keer nie.
incidents-report-same = Dit is dié een: volg
incidents-report-different = Myne is anders: gaan voort
incidents-report-followed = Jy volg nou hierdie aanmelding
incidents-report-followed-help = Dit is reeds aangemeld, daarom het ons nie ’n tweede aanmelding gemaak nie. Jy kry dit op hierdie foon onder “My aanmeldings”.
incidents-report-followed-see = Bekyk die aanmelding
incidents-report-different-after = Dit is tog iets anders: gaan voort met my aanmelding

incidents-report-contact = Mag ons jou kontak?
incidents-report-contact-who = Die publiek sien dit nooit nie. Net die leiers en amptenare wat met jou aanmelding werk, kan dit sien, en elke keer word aangeteken. Jy kan alles oop los.
incidents-report-name = Naam
incidents-report-phone-number = Telefoonnommer
incidents-report-phone-hint = Byvoorbeeld 082 123 4567
incidents-report-phone-wrong = Gee ’n telefoonnommer soos 082 123 4567, of los dit oop
incidents-report-email = E-posadres
incidents-report-email-wrong = Gee ’n e-posadres soos naam@voorbeeld.com, of los dit oop

incidents-report-check = Kyk jou aanmelding na
incidents-report-change = Verander
incidents-report-row-what = Wat
incidents-report-row-where = Waar
incidents-report-row-text = Wat jy sien
incidents-report-row-contact = Kontak
incidents-report-public = Wat almal sal sien
incidents-report-public-after = Dadelik: wat jy sien, en die titel:
incidents-report-public-before = Sodra ’n gemeenskapsleier daarna gekyk het: wat jy sien, en die titel:
incidents-report-public-place = Net die omgewing: { $near }. Die presiese plek word nie gewys nie.
incidents-report-public-no-place = Die plek word nie gewys nie.
incidents-report-public-photos = Elke foto, sodra ’n leier daarna gekyk het.
incidents-report-public-never = Nooit jou naam, telefoonnommer of e-posadres nie.
incidents-report-send = Stuur aanmelding
incidents-report-too-many = Jy het baie aanmeldings binne ’n uur gestuur. Niks is verlore nie: wag ’n rukkie en druk dan weer “Stuur aanmelding”.
incidents-report-other = Kyk weer na hierdie aanmelding
incidents-report-other-help = Iemand het op hierdie foon met ’n ander aanmelding begin nadat jy hierdie bladsy oopgemaak het. Hierdie een word nou gestuur.

incidents-report-sent = Dankie. Ons het jou aanmelding
incidents-report-reference = Jou verwysingsnommer
incidents-report-next = Wat nou gebeur
incidents-report-when-critical = Die gemeenskapsleiers word nou dadelik gewaarsku.
incidents-report-when-high = ’n Gemeenskapsleier kyk so gou moontlik na jou aanmelding, gewoonlik vandag nog.
incidents-report-when-usual = ’n Gemeenskapsleier kyk na jou aanmelding, gewoonlik binne ’n dag.
incidents-report-next-public = Almal kan jou aanmelding van nou af sien, sonder die presiese plek.
incidents-report-next-pending = As dit vir almal geskik is, wys die leier dit vir almal, sonder die presiese plek.
incidents-report-next-photos = ’n Leier kyk eers na jou foto’s.
incidents-report-next-told = Jou eie skakel hier onder wys altyd wat gedoen is.
incidents-report-track = Volg jou aanmelding
incidents-report-track-help = Hou hierdie opvolgskakel: kopieer dit of neem ’n skermskoot. Dit werk sonder ’n rekening. Wie dit het, sien jou aanmelding; deel dit dus net met mense wat jy vertrou.
incidents-report-track-open = Maak my aanmelding oop
incidents-report-as-public = Sien dit soos almal dit sien
incidents-report-another = Meld nog iets aan

incidents-report-resume = Gaan voort met ’n aanmelding
incidents-report-resume-begun = Iemand het op { $at } met hierdie aanmelding begin.
incidents-report-gone = Hierdie aanmelding is nie meer hier nie
incidents-report-gone-help = Ons hou onvoltooide aanmeldings sewe dae lank. Begin asseblief ’n nuwe een.

incidents-report-alert-subject = Dringend: { $category } ({ $reference })
incidents-report-alert-no-place = plek nie openbaar nie
incidents-report-alert-text =
    ’n Lewensgevaarlike voorval is aangemeld.

    Wat: { $category }
    Waar: { $place }
    Wanneer: { $at }
    Verwysing: { $reference }

    Maak dit oop: { $link }

    Hierdie boodskap sê niks oor die persoon wat dit aangemeld het nie.
incidents-report-preview = Voorskou: die vorm soos inwoners dit in hierdie kategorie sien. Hiervandaan kan niks gestuur word nie.
