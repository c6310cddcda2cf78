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
