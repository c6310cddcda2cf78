# Die lys van kategorieë.
categories-list-title = Kategorieë
categories-list-back = Administrasie
categories-list-lead = Wat mense kan aanmeld, in die volgorde van die vorm.
categories-list-add = Voeg ’n kategorie by
categories-list-name = Naam
categories-list-priority = Prioriteit
categories-list-moderation = Moderering
categories-list-reports = Aanmeldings
categories-list-order = Volgorde
categories-list-retired = Word nie aangebied nie
categories-list-up = Skuif { $name } op
categories-list-down = Skuif { $name } af

categories-edit-retired = Hierdie kategorie word nie vir nuwe aanmeldings aangebied nie.
categories-edit-code = Kode
categories-edit-code-hint = Klein letters, syfers en onderstrepe, soos broken_bench. Dit verander nooit nie.
categories-edit-name = Naam in { $language }
categories-edit-help = Hulp in { $language }
categories-edit-icon = Ikoon
categories-edit-colour = Kleur
categories-edit-colour-hint = Ses syfers ná #, soos #14532d. Die teks daarop word vanself swart of wit.
categories-edit-priority = Prioriteit van ’n nuwe aanmelding
categories-edit-moderation = Wanneer kyk ’n leier daarna?
categories-edit-precision = Hoe presies sien almal die plek?
categories-edit-authority = ’n Owerheid moet optree
categories-edit-life = Lewens kan in gevaar wees: wys eers noodnommers en waarsku leiers dadelik
categories-edit-outside = Aanvaar aanmeldings van buite die gebiede wat bedien word
categories-edit-save = Stoor
categories-edit-questions = Ekstra vrae
categories-edit-no-questions = Nog geen ekstra vrae nie.
categories-edit-add-question = Voeg ’n vraag by
categories-edit-offer = Op die vorm
categories-edit-bring-back = Bied dit weer aan
categories-edit-retire-help = Haal dit van die vorm af. Die aanmeldings daarvan bly soos hulle is.
categories-edit-retire = Haal dit af

categories-precision-m100 = Binne 100 m
categories-precision-m250 = Binne 250 m
categories-precision-m500 = Binne 500 m
categories-precision-suburb = Net die woonbuurt of plek
categories-precision-hidden = Glad nie
categories-moderation-before = Voordat dit openbaar is
categories-moderation-after = Agterna; dit is dadelik openbaar

categories-question-title = Vraag
categories-question-code = Kode
categories-question-code-hint = Klein letters, syfers en onderstrepe. ’n Vraag met dieselfde kode word vervang.
categories-question-kind = Soort antwoord
categories-question-kind-text = ’n Reël teks
categories-question-kind-choice = Een van ’n paar keuses
categories-question-kind-yes_no = Ja of nee
categories-question-kind-number = ’n Getal
categories-question-kind-notice = Net ’n kennisgewing, sonder antwoord
categories-question-kind-stop = Ja stop die vorm en wys ’n noodnommer
categories-question-label = Vraag in { $language }
categories-question-hint = Wenk in { $language }
categories-question-required = ’n Antwoord is nodig
categories-question-choices = Keuses
categories-question-choices-hint = Een keuse per reël: kode = Engels = Afrikaans
categories-question-phone = Noodnommer
categories-question-phone-hint = Net vir ’n vraag wat die vorm stop.
categories-question-retire = Hou op om hierdie vraag te vra

categories-form-code-wrong = Gebruik 2 tot 40 klein letters, syfers en onderstrepe; begin met ’n letter
categories-form-code-taken = ’n Ander kategorie het hierdie kode; kies ’n ander een
categories-form-name-missing = Gee ’n naam in hierdie taal
categories-form-label-missing = Gee die vraag in hierdie taal
categories-form-too-long = Gebruik hoogstens { $n } letters
categories-form-colour-wrong = Gee ’n kleur soos #14532d
categories-form-choose = Kies een uit die lys
categories-form-phone-missing = Gee die nommer om te bel
categories-form-choices-wrong = Gee ten minste twee reëls, elk as kode = Engels = Afrikaans
categories-form-stale = Iemand anders het hierdie kategorie intussen gestoor. Jou teks is nog hier: maak die kategorie in ’n ander venster oop, vergelyk, en stoor dit weer daar

categories-question-needed = Beantwoord hierdie vraag
categories-question-too-long = Gebruik hoogstens 300 letters
categories-question-number = Gee ’n heelgetal
categories-question-choose = Kies een van die antwoorde

categories-list-group = In die groep { $name }
categories-list-merged = Saamgevoeg

categories-edit-parent = Groep
categories-edit-parent-hint = Die kategorie onder wie se naam hierdie een in die aanmeldvorm en die filters staan. ’n Kategorie wat nie aangebied word nie, kan steeds aan die hoof van ’n groep staan.
categories-edit-no-parent = Geen groep nie
categories-edit-ink-black = swart
categories-edit-ink-white = wit
categories-edit-contrast-strong = Ikoon en woorde daarop is { $ink }: { $ratio } tot 1, sterk kontras.
categories-edit-contrast-enough = Ikoon en woorde daarop is { $ink }: { $ratio } tot 1, genoeg kontras om te lees.
categories-edit-preview = Sien die aanmeldvorm
categories-edit-preview-help = Soos inwoners dit in hierdie kategorie sien; niks word gestuur nie
categories-edit-deadlines = Sperdatums
categories-edit-told = Wie ingelig word, volg uit die gebiede en kategorieë van elke persoon, en by lewensgevaar dadelik

categories-uses-title = Waar dit gebruik word
categories-uses-reports = Aanmeldings
categories-uses-questions = Vrae wat gevra word
categories-uses-members = Kategorieë in sy groep
categories-uses-merged = Kategorieë wat daarin saamgevoeg is
categories-uses-people = Mense wat daartoe beperk is
categories-uses-pages = Bladsye wat sy aanmeldings lys

categories-merge-heading = Voeg saam
categories-merge-title = Voeg { $name } by ’n ander kategorie
categories-merge-lead = Die ander kategorie neem al sy aanmeldings oor. Gebruik dit wanneer twee kategorieë dieselfde beteken.
categories-merge-moves = Wat skuif
categories-merge-history = Elke aanmelding skuif met ’n reël in sy eie geskiedenis, in jou naam. Baie aanmeldings neem ’n paar minute.
categories-merge-code = Die kode { $code } bly werk in filters, adresse, invoere en bladsye: dit lei na die ander kategorie.
categories-merge-place = As die ander kategorie plekke minder presies wys, geld dit ook vir die aanmeldings wat skuif. Hulle word nooit presieser nie.
categories-merge-questions = Sy vrae word nie meer gevra nie. Antwoorde wat gegee is, bly by hul aanmeldings.
categories-merge-people = Mense wat daartoe beperk is, kry die ander kategorie in die plek daarvan, met al die aanmeldings van daardie kategorie.
categories-merge-final = Dit kan nie teruggeneem word nie.
categories-merge-into = By watter kategorie?
categories-merge-none = Kies ’n kategorie
categories-merge-sure = Ek het gelees wat skuif
categories-merge-go = Voeg nou saam
categories-merge-not = Moenie saamvoeg nie
categories-merge-open = Voeg by ’n ander kategorie
categories-merge-was = By { $name } gevoeg. Sy kode lei daarheen:
categories-merge-choose = Kies ’n ander kategorie wat aangebied word
categories-merge-be-sure = Merk dat jy gelees het wat skuif
categories-merge-gone = Hierdie kategorie is reeds saamgevoeg
categories-merge-leads = Hierdie kategorie staan aan die hoof van ’n groep. Sit die kategorieë van sy groep eers elders

categories-form-parent-wrong = Kies ’n kategorie wat self in geen groep is nie. ’n Kategorie aan die hoof van ’n groep kan nie in een wees nie

categories-icon-water = Water
categories-icon-no-water = Geen water
categories-icon-sewage = Riool
categories-icon-power = Krag
categories-icon-cable = Kabel
categories-icon-street-light = Straatlig
categories-icon-pothole = Slaggat
categories-icon-road = Pad
categories-icon-traffic-light = Verkeerslig
categories-icon-fire = Brand
categories-icon-veld-fire = Veldbrand
categories-icon-tree = Boom
categories-icon-refuse = Vullis
categories-icon-dumping = Storting
categories-icon-animal = Dier
categories-icon-livestock = Vee
categories-icon-noise = Geraas
categories-icon-crime = Misdaad
categories-icon-burglary = Inbraak
categories-icon-theft = Diefstal
categories-icon-assault = Aanranding
categories-icon-accident = Ongeluk
categories-icon-suspicious = Verdag
categories-icon-vandalism = Vandalisme
categories-icon-flood = Vloed
categories-icon-other = Ander

categories-told-title = Wie van ’n nuwe aanmelding hoor
categories-told-lead = Elkeen kry ’n e-pos met kategorie, openbare plek en verwysing, en niks van die aanmelder of van wat geskryf is nie. As niks gestel is nie, kry leiers nuwe aanmeldings in hul ry.
categories-told-life = In hierdie kategorie kan lewens in gevaar wees: leiers en administrateurs wie se beperkings die aanmelding dek, word in elk geval dadelik gewaarsku.
categories-told-roles = Mense met hierdie rolle
categories-told-roles-hint = Diegene wie se gebiede en kategorieë die aanmelding dek.
categories-told-addresses = Ander e-posadresse
categories-told-addresses-hint = Een per reël, soos dié van die waterwerke. Hulle kan net oopmaak wat openbaar is.
categories-told-wrong = Voer hoogstens { $n } e-posadresse in, een per reël
categories-told-lang = Taal van die e-pos aan hierdie adresse
categories-told-stale = Iemand anders het dit intussen verander. Nou gestoor: { $now }. Wat jy gekies het, is nog hier: stoor weer om dit in die plek daarvan te sit.
categories-told-nobody = niemand
categories-told-no-place = plek nie openbaar nie
categories-told-subject = Nuwe aanmelding: { $category } ({ $reference })
categories-told-text =
    ’n Nuwe voorval is aangemeld.

    Wat: { $category }
    Waar: { $place }
    Wanneer: { $at }
    Verwysing: { $reference }

    Maak dit oop: { $link }

    Hierdie boodskap bevat niks oor die persoon wat dit aangemeld het nie.
