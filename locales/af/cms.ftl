# Wat redakteurs en administrateurs lees: instellings, kieslyste, kennisgewings, bladsye, aansture, geskiedenis.
cms-home-title = Administrasie
cms-home-notices = Kennisgewings
cms-home-notices-help = ’n Boodskap bo-oor elke bladsy, vir ’n tyd
cms-home-areas = Gebiede
cms-home-areas-help = Wyke en woonbuurte: name, wat bedien word, wie waar lei
cms-home-categories = Kategorieë
cms-home-categories-help = Wat aangemeld kan word, met vrae en reëls
cms-home-replies = Redes en antwoorde
cms-home-replies-help = Klaargemaakte tekste vir leiers, in albei tale
cms-home-macros = Makro’s
cms-home-macros-help = Etlike veranderings met een tik, vir leiers
cms-home-two = Twee mense besluit
cms-home-two-help = Kategorieë waar een persoon voorstel en ’n ander bevestig
cms-home-deadlines = Sperdatums
cms-home-deadlines-help = Hoe gou, volgens kategorie, en die dae wat tel
cms-home-people = Mense
cms-home-people-help = Rolle, perke, gedeaktiveerde rekeninge
cms-home-menus = Kieslyste
cms-home-menus-help = Skakels in die kop en die voet
cms-home-settings = Instellings
cms-home-settings-help = Naam, noodnommers, inligtingsbeampte

cms-form-save = Stoor
cms-form-saved = Gestoor. Besoekers sien dit dadelik.
cms-form-stale = Iemand anders het dit intussen gestoor. Wat jy getik het, is nog hier: gaan dit na en stoor weer om hulle s’n te vervang
cms-form-long = Gebruik hoogstens { $n } letters
cms-form-choose = Kies een uit die lys
cms-form-time = Tik ’n datum en tyd soos 2026-11-24 18:00

cms-settings-name = Naam van die werf in { $language }
cms-settings-name-hint = Staan in die kop en in die titel van elke bladsy.
cms-settings-lang = Taal van eerste besoeke
cms-settings-lang-hint = Geld wanneer die blaaier nie sê watter taal hy verkies nie.
cms-settings-lang-none = Soos die program begin is
cms-settings-numbers = Noodnommers
cms-settings-numbers-lead = Staan aan die einde van elke bladsy, in hierdie volgorde. Laat almal leeg vir 10111, 10177 en 112.
cms-settings-number-of = Nommer { $n }
cms-settings-number = Nommer
cms-settings-number-wrong = Tik ’n telefoonnommer soos 10177 of 014 743 1111
cms-settings-label = Wie s’n dit is, in { $language }
cms-settings-label-missing = Tik wie se nommer dit is
cms-settings-officer = Inligtingsbeampte
cms-settings-officer-lead = Die persoon wat ingevolge POPIA vir persoonlike inligting verantwoordelik is. Die bladsy oor privaatheid noem hulle.
cms-settings-officer-name = Naam
cms-settings-officer-email = E-pos
cms-settings-officer-phone = Telefoon
cms-settings-rules = Reëls
cms-settings-publish = Redakteurs mag self bladsye publiseer (sonder dit keur ’n administrateur dit goed)
cms-settings-email-wrong = Tik ’n e-posadres soos naam@example.org
cms-settings-footer-title = Laaste reël van elke bladsy
cms-settings-footer = Teks in { $language }

cms-menus-header = Kop
cms-menus-footer = Voet
cms-menus-none = Nog geen eie skakels nie.
cms-menus-words = Woorde
cms-menus-address = Lei na
cms-menus-order = Volgorde
cms-menus-waits = Wag tot sy bladsy gepubliseer is
cms-menus-up = Skuif { $name } op
cms-menus-down = Skuif { $name } af
cms-menus-remove = Verwyder { $name }
cms-menus-add = Voeg ’n skakel by
cms-menus-menu = Waar
cms-menus-page = Bladsy van hierdie werf
cms-menus-page-none = Geen bladsy nie: ’n adres
cms-menus-page-hint = Die skakel volg die bladsy wanneer dit geskuif of hernoem word.
cms-menus-target = Of ’n adres
cms-menus-target-hint = ’n Pad van hierdie werf soos /incidents, of ’n hele adres wat met https:// begin
cms-menus-target-missing = Kies ’n bladsy of tik ’n adres
cms-menus-target-two = Tik net ’n adres wanneer geen bladsy gekies is nie
cms-menus-address-wrong = Tik ’n pad soos /incidents, of ’n adres wat met https:// begin
cms-menus-label = Woorde in { $language }
cms-menus-label-hint = Met ’n bladsy mag jy dit leeg laat: sy titel word gebruik.
cms-menus-label-missing = Tik die woorde van die skakel

cms-notices-lead = Een kennisgewing staan bo-oor elke bladsy: die ernstigste waarvan die tyd aangebreek het, dan die nuutste.
cms-notices-add = Voeg ’n kennisgewing by
cms-notices-none = Nog geen kennisgewings nie
cms-notices-text-short = Teks
cms-notices-state = Toestand
cms-notices-planned = Beplan
cms-notices-open = Die tyd het aangebreek
cms-notices-over = Verby
cms-notices-endless = Oop
cms-notices-severity = Hoe ernstig
cms-notices-starts = Van
cms-notices-starts-hint = Suid-Afrikaanse tyd. Leeg: van nou af.
cms-notices-ends = Tot
cms-notices-ends-hint = Suid-Afrikaanse tyd. Leeg: tot jy dit verwyder.
cms-notices-ends-early = Kies ’n einde ná die begin
cms-notices-text = Teks in { $language }
cms-notices-text-hint = Sê wat gebeur en wat om te doen. Gewone teks, hoogstens twee sinne.
cms-notices-text-missing = Tik die kennisgewing in hierdie taal
cms-severity-info = Goed om te weet
cms-severity-warning = Iets sal nie werk nie
cms-severity-danger = Gevaar vir mense
cms-notice-title = Verander ’n kennisgewing
cms-notice-remove-title = Verwyder dit
cms-notice-remove-lead = Dit verdwyn dadelik van elke bladsy af. Die geskiedenis behou dit.
cms-notice-remove = Verwyder hierdie kennisgewing

cms-home-pages = Bladsye
cms-home-pages-help = Oor ons, hulp, privaatheid en ander tekste in albei tale

cms-field-title = Titel
cms-field-summary = Opsomming
cms-field-body = Teks

cms-pages-add = Voeg ’n bladsy by
cms-pages-none = Geen bladsy pas nie
cms-pages-search = Soek titel of adres
cms-pages-search-go = Soek
cms-pages-only-all = Alles
cms-pages-only-live = Openbaar
cms-pages-only-changed = Openbaar, met nuwer konsep
cms-pages-only-draft = Konsep
cms-pages-only-asked = Goedkeuring gevra
cms-pages-only-translate = Moet vertaal word
cms-pages-state = Toestand
cms-pages-state-live = Openbaar
cms-pages-state-changed = Openbaar, met ’n nuwer konsep
cms-pages-state-draft = Konsep
cms-pages-state-asked = Wag op goedkeuring
cms-pages-state-planned = Verskyn vanself
cms-pages-translate = Moet vertaal word
cms-pages-saved-at = Konsep gestoor
cms-pages-bin = Asblik
cms-pages-title-in = Titel in { $language }
cms-pages-title-one = Tik ’n titel in minstens een taal
cms-pages-title-missing = Tik ’n titel voordat jy publiseer, of maak hierdie taal leeg
cms-pages-body-missing = Tik ’n teks voordat jy publiseer, of maak hierdie taal leeg
cms-pages-summary-in = Opsomming in { $language }
cms-pages-summary-hint = Een sin onder die titel. Soekenjins wys dit ook.
cms-pages-body-in = Teks in { $language }
cms-pages-slug-wrong = Gebruik klein letters a tot z, syfers en enkele koppeltekens, soos load-shedding
cms-pages-slug-taken = ’n Ander bladsy het hierdie adres
cms-pages-parent-loop = ’n Bladsy kan nie onder homself staan nie
cms-pages-parent-deep = Bladsye staan hoogstens drie vlakke diep
cms-pages-has-children = Skuif of verwyder eers die bladsye daaronder
cms-pages-see = Sien dit
cms-pages-asked-by = { $name } vra dat jy hierdie konsep publiseer.
cms-pages-others = Ook oop by: { $names }
cms-pages-stale = Ouer as die teks in { $language }:
cms-pages-fresh = Die vertaling is reg soos dit is
cms-pages-preview = Voorskou in { $language }
cms-pages-preview-empty = Tik eers ’n titel en ’n teks: daar is nog niks om te wys nie.
cms-pages-save = Stoor die konsep
cms-pages-publish = Stoor en publiseer
cms-pages-approve = Keur goed en publiseer
cms-pages-ask = Stoor en vra goedkeuring
cms-pages-done-saved = As konsep gestoor. Die openbare bladsy is onveranderd.
cms-pages-done-published = Gepubliseer. Almal kan dit nou lees.
cms-pages-done-asked = Gestoor. ’n Administrateur word gevra om dit te publiseer; enige verandering trek die vraag terug.
cms-pages-unpublish-title = Haal dit van die werf af
cms-pages-unpublish-lead = Lesers kry “bladsy nie gevind nie”. Die konsep bly.
cms-pages-unpublish = Haal dit van die werf af
cms-pages-remove-title = Verwyder die bladsy
cms-pages-remove-lead = Dit gaan vir 30 dae na die asblik. ’n Openbare bladsy verdwyn dadelik, ook uit die kieslyste.
cms-pages-remove = Sit dit in die asblik

cms-marks-title = Hoe om opskrifte, lyste en die res te tik
cms-marks-lead = Laat ’n leë reël tussen twee stukke. Alles anders is ’n gewone paragraaf.
cms-marks = ## Opskrif
    {"### Kleiner opskrif"}
    {"- item van ’n lys"}
    {"1. genommerde item"}
    {"**vet woorde**"}
    {"[woorde van ’n skakel](/p/about)"}
    {"> goed om te weet"}
    {">! pas op"}
    {">!! gevaar"}
    phone: Plaaswag = 014 743 1111
    {"+++ ’n Vraag wat oopmaak"}
    Die antwoord.
    {"+++"}
    {"| Dag | Ure |"}
    {"| Maandag | 8 tot 16 |"}
    pages: about, help
    incidents: status=open category=water_leak
    map: kode-van-’n-gebied
    image: 12
    officer:

cms-place-title = Adres en plek
cms-place-lead = Wanneer jy ’n bladsy skuif of hernoem, gaan dié daaronder saam, en die ou adresse lei na die nuwes.
cms-place-parent = Onder
cms-place-top = Niks: heel bo
cms-place-parent-hint = Bladsye staan hoogstens drie vlakke diep.
cms-place-slug = Adres
cms-place-slug-hint = Klein letters, syfers en koppeltekens. Dit is in elke taal dieselfde.
cms-place-slug-new = Klein letters, syfers en koppeltekens, in elke taal dieselfde. Leeg: van die titel gemaak.
cms-place-move = Skuif die bladsy

cms-bin-lead = Bladsye bly 30 dae hier. Teruggesit is hulle konsepte.
cms-bin-none = Die asblik is leeg
cms-bin-since = Sedert
cms-bin-back = Terug
cms-bin-restore = Sit terug
cms-bin-refused = Hierdie bladsy kan nie terugkom nie: ’n ander bladsy het nou sy adres, of die bladsy daarbo is weg.

cms-advice-title = Wat dit beter sou maak
cms-advice-title-long = Maak die titel korter, tot 60 letters: fone en soekenjins sny dit af.
cms-advice-summary = Voeg ’n opsomming by: dit is wat mense sien voordat hulle die bladsy oopmaak.
cms-advice-headings = Begin met ’n groot opskrif (##), nie ’n kleine (###) nie.
cms-advice-links = Sê in die woorde van ’n skakel waarheen dit lei, nie “hier” of “meer” nie.
cms-advice-weight = Die teks is lank. Oorweeg twee bladsye.

cms-conflict-title = Iemand anders het hierdie bladsy gestoor terwyl jy geskryf het
cms-conflict-by = { $name } het dit op { $at } gestoor. Niks van jou teks is verlore nie: kies hoe om voort te gaan.
cms-conflict-at = Dit is op { $at } gestoor. Niks van jou teks is verlore nie: kies hoe om voort te gaan.
cms-conflict-legend = Wat verskil:
cms-conflict-old = hulle s’n
cms-conflict-new = joune
cms-conflict-join = Gaan voort met myne, hulle s’n daarnaas
cms-conflict-mine = Stoor myne in die plek van hulle s’n
cms-conflict-drop = Behou hulle s’n en laat myne vaar
cms-conflict-theirs = Wat die ander in { $language } gestoor het

cms-versions-title = Vroeër weergawes
cms-versions-lead = Kies twee weergawes om hulle woord vir woord te vergelyk, en om terug te gaan.
cms-versions-at = Gestoor
cms-versions-by = Deur
cms-versions-kind = Hoe
cms-versions-saved = Gestoor
cms-versions-autosaved = Vanself gestoor
cms-versions-reverted = Teruggegaan
cms-versions-seeded = Eerste teks van die werf
cms-versions-old = Ouer
cms-versions-new = Nuwer
cms-versions-compare = Vergelyk
cms-history-system = Die stelsel

cms-compare-title = Twee weergawes
cms-compare-same = Geen verskil nie.
cms-compare-lead = Teruggaan maak ’n nuwe weergawe met die ouer teks. Dit word die konsep; die openbare bladsy verander eers wanneer jy publiseer.
cms-compare-revert = Gaan terug na { $at }

cms-autosave-done = Konsep vanself gestoor op { $at }
cms-autosave-long = Nie gestoor nie: ’n teks is te lank.
cms-autosave-stale = Iemand anders het hierdie bladsy gestoor. Druk “Stoor die konsep” om albei tekste te sien; niks van joune is verlore nie.

cms-page-contents = Op hierdie bladsy
cms-page-below = In hierdie afdeling
cms-page-updated = Laas bygewerk op { $date }
cms-page-other-language = Hierdie bladsy is nog nie in Afrikaans beskikbaar nie. Jy lees dit in { $language }.
cms-page-no-incidents = Op die oomblik niks nie.
cms-page-all-incidents = Sien almal
cms-page-no-officer = Die inligtingsbeampte sal hier genoem word.

cms-search-title = Soek bladsye
cms-search-label = Woorde van ’n bladsy
cms-search-lead = Hulp, raad en inligting van hierdie werf. Voorvalle het hul eie soektog.
cms-search-incidents = Soek voorvalle
cms-search-incidents-for = Soek dit in die voorvalle
cms-search-count = { $count ->
    [0] Geen bladsy nie
    [one] { $count } bladsy
   *[other] { $count } bladsye
}
cms-search-none = Geen bladsy bevat al hierdie woorde nie. Probeer minder of ander woorde.
cms-feed-title = Bladsye van hierdie werf
cms-page-feed = Nuus van hierdie afdeling as ’n voer (Atom)

cms-home-editors = Redakteurs
cms-home-editors-help = Wie publiseer, en wie aan watter afdelings werk
cms-editors-lead = Redakteurs skryf oral en publiseer soos die instellings sê, tensy jy hier iets anders sê. Dit geld vanaf hul volgende klik.
cms-editors-saved = Gestoor. Dit geld vanaf hul volgende klik.
cms-editors-none = Niemand het nog die rol van redakteur nie
cms-editors-name = Naam
cms-editors-publishes = Mag publiseer
cms-editors-publishes-site = Soos die instellings sê
cms-editors-publishes-yes = Ja
cms-editors-publishes-no = Nee: ’n administrateur keur goed
cms-editors-sections = Afdelings
cms-editors-sections-hint = Merk die bladsye waaronder hulle werk. Hulle sien geen ander konsepte nie, en ook nie kennisgewings of aansture nie. Niks gemerk nie: die hele werf.
cms-editors-everywhere = Die hele werf
cms-editors-nowhere = Geen: hul afdelings is weg
cms-editors-person = Rolle en rekening van hierdie persoon
cms-rights-outside = Kies ’n bladsy van ’n afdeling waaraan jy werk

cms-editor-bold = Vet
cms-editor-link = Skakel
cms-editor-list = Lys
cms-editor-copy = Kopieer uit { $language }: { $field }
cms-look-title = Voorskou hier: foon, rekenaar, sonder prente
cms-look-lead = Presies wat die publiek sou lees, uit wat nou in die velde staan. Niks word gestoor nie.
cms-look-phone = Foon
cms-look-desk = Rekenaar
cms-look-bare = Sonder prente

cms-pages-lists-many = Gebruik hoogstens { $n } lyste van voorvalle en kaarte op een bladsy
cms-advice-heading-empty = Skryf iets onder elke opskrif, of haal die opskrif uit.
cms-advice-headings-none = Verdeel die lang teks met opskrifte (##): mense wat na die bladsy luister, spring van een na die volgende.
cms-advice-link-address = Sit woorde in die plek van die webadres in ’n skakel: [woorde](adres).

cms-home-translations = Vertalings
cms-home-translations-help = Wat in ’n taal ontbreek of verouderd is
cms-translations-lead = Bladsye, kategorieë, vrae, antwoorde en kennisgewings wat in ’n taal geen teks het nie, of waarvan die teks ouer as die bron is.
cms-translations-none = Alles is in elke taal daar
cms-translations-name = Naam
cms-translations-kind = Soort
cms-translations-lang = Taal
cms-translations-wrong = Wat om te doen
cms-translations-missing = Ontbreek: skryf dit
cms-translations-stale = Ouer as die bron: { $fields }
cms-translations-page = Bladsy
cms-translations-category = Kategorie
cms-translations-question = Vraag
cms-translations-reply = Antwoord
cms-translations-notice = Kennisgewing

cms-pages-done-planned = Gestoor. Die plan staan: sien die toestand hierbo.
cms-plan-title = Verskyn of eindig vanself
cms-plan-lead = Die teks soos dit nou is, verskyn op daardie minuut; latere veranderinge aan die konsep raak dit nie. Maak ’n tyd leeg om dit af te stel.
cms-plan-go-live = Verskyn
cms-plan-expire = Eindig
cms-plan-hint = Suid-Afrikaanse tyd
cms-plan-past = Kies ’n tyd wat nog nie verby is nie
cms-plan-save = Stoor die konsep en die plan

cms-home-redirects = Aansture
cms-home-redirects-help = Waarheen ou adresse lei
cms-redirects-lead = Wanneer ’n bladsy skuif, lei sy ou adres vanself na die nuwe een. Hier voeg jy adresse van ouer werwe en gedrukte papiere by.
cms-redirects-search = Soek ’n adres
cms-redirects-none = Geen aansture nie
cms-redirects-source = Ou adres
cms-redirects-source-hint = ’n Pad soos /waternuus. Dit werk met en sonder die taal daarvoor.
cms-redirects-source-wrong = Tik ’n pad wat met / begin, soos /waternuus
cms-redirects-source-page = ’n Bladsy staan by hierdie adres: skuif of verwyder dit eers
cms-redirects-target = Lei na
cms-redirects-target-hint = ’n Pad soos /p/help, of ’n hele adres wat met https:// begin
cms-redirects-target-wrong = Tik ’n pad wat met / begin, of ’n adres wat met https:// begin
cms-redirects-loop = Dit sou in ’n kring lei
cms-redirects-made = Gemaak
cms-redirects-by-hand = met die hand
cms-redirects-by-move = toe ’n bladsy geskuif het
cms-redirects-hits = Gebruik
cms-redirects-act = Verwyder
cms-redirects-remove = Verwyder
cms-redirects-add = Voeg ’n aanstuur by
cms-redirects-import = Plak ’n tabel
cms-redirects-lines = Reëls
cms-redirects-lines-hint = Een reël elk: ou adres, nuwe adres. Komma, kommapunt of tab tussenin; hoogstens 500 reëls.
cms-redirects-lines-none = Plak minstens een reël met twee adresse
cms-redirects-check = Gaan die reëls na
cms-redirects-store = { $count ->
    [one] Voeg { $count } aanstuur by
   *[other] Voeg { $count } aansture by
}
cms-redirects-dry = Nog niks is gestoor nie: { $count } van { $all } reëls is goed.
cms-redirects-stored = { $count ->
    [one] { $count } aanstuur bygevoeg.
   *[other] { $count } aansture bygevoeg.
}
cms-redirects-result = Uitslag
cms-redirects-good = Goed

cms-home-history = Geskiedenis
cms-home-history-help = Wie wat verander het en wanneer
cms-history-lead = Alles wat personeel hier verander, word aangeteken en kan nie deur die program verander of uitgevee word nie.
cms-history-filter = Filtreer
cms-history-who = Wie
cms-history-name = Naam van die ding
cms-history-from = Van
cms-history-to = Tot
cms-history-subject = Wat
cms-history-any = Enigiets
cms-history-none = Niks pas nie
cms-history-csv = Laai af as CSV
cms-history-at = Wanneer en wie
cms-history-what = Verandering
cms-history-subject-page = Bladsy
cms-history-subject-notice = Kennisgewing
cms-history-subject-menu = Kieslys
cms-history-subject-redirect = Aanstuur
cms-history-subject-settings = Instellings
cms-history-subject-category = Kategorie
cms-history-subject-area = Gebied
cms-history-subject-person = Persoon
cms-history-kind-added = Bygevoeg
cms-history-kind-changed = Verander
cms-history-kind-merged = Het die aanmeldings oorgeneem van
cms-history-kind-merged_into = Saamgevoeg by
cms-history-kind-moved = Geskuif
cms-history-kind-removed = Verwyder
cms-history-kind-restored = Teruggesit
cms-history-kind-published = Gepubliseer
cms-history-kind-unpublished = Van die werf afgehaal
cms-history-kind-scheduled = Beplan
cms-history-kind-unscheduled = Plan afgestel
cms-history-kind-asked = Goedkeuring gevra
cms-history-kind-reverted = Teruggegaan na ’n vroeër weergawe
cms-settings-second = Personeel moet ’n tweede stap gebruik wanneer hulle inteken
cms-settings-second-hint = Leiers, beamptes, redakteurs en administrateurs daarsonder behou hulle rolle, maar kan dit eers gebruik nadat hulle dit opgestel het.
cms-settings-embed-title = Kaart op ander webwerwe
cms-settings-embed-lead = Die webwerwe wat hier staan, mag ’n klein kaart van die openbare voorvalle in hul bladsye wys. Hulle plaas dit in die bladsy; die lys se filters kan by die adres gevoeg word, soos &status=open:
cms-settings-embed-frame = Voorvalle op die kaart
cms-settings-embed = Webwerwe wat dit mag wys
cms-settings-embed-hint = Een adres per reël, soos https://dorp.example. As dit leeg is, mag geen ander webwerf dit wys nie.
cms-settings-embed-wrong = Voer hoogstens { $n } adresse sonder ’n pad in, een per reël, soos https://dorp.example

cms-home-texts = Tekste vir vertalers
cms-home-texts-help = Uit as CSV of PO, en terug met ’n nasien
cms-texts-lead = Kategorieë, vrae met hul keuses, antwoorde, kennisgewings, kieslyste en bladsye. Vertalings van bladsye gaan in hul konsepte; al die ander word dadelik gewys.
cms-texts-out = Laai af
cms-texts-into = In { $language }
cms-texts-in = Bring terug
cms-texts-language = Taal van die vertalings
cms-texts-file = Lêer
cms-texts-file-hint = Die CSV- of PO-lêer wat jy hier afgelaai het, met die vertalings daarin; hoogstens 4 MB.
cms-texts-check = Kyk net na
cms-texts-store = Kyk na en neem oor
cms-texts-checked = Niks is nog oorgeneem nie. Dit is wat elke reël sou beteken.
cms-texts-stored = Oorgeneem. Dit is wat elke reël beteken het.
cms-texts-report = Reëls van die lêer
cms-texts-key = Sleutel
cms-texts-source = Bron
cms-texts-target = Vertaling
cms-texts-result = Uitslag
cms-texts-verdict-changed = ’n Ander vertaling
cms-texts-verdict-same = Soos dit is
cms-texts-verdict-stale = Die bron het intussen verander: laai die lêer weer af
cms-texts-verdict-unknown = Daar is nie so ’n teks nie
cms-texts-verdict-long = Te lank
cms-texts-no-file = Kies ’n lêer
cms-texts-not-utf8 = Stoor die lêer as UTF-8 en stuur dit weer
cms-texts-not-read = Stuur ’n PO-lêer, of ’n CSV-lêer met die kolomme key en albei tale, soos hier afgelaai

cms-home-images = Prente
cms-home-images-help = Die versameling waaruit bladsye hul prente kry
cms-images-lead = ’n Prent hier kan in enige bladsy staan. Die publiek sien dit sodra ’n gepubliseerde bladsy dit wys.
cms-images-add = Voeg ’n prent by
cms-images-search = Soek in name en beskrywings
cms-images-none = Hier is nog geen prente nie
cms-images-picture = Prent
cms-images-name = Naam
cms-images-name-hint = Vir redakteurs, om dit weer te kry. Leeg: die naam van die lêer.
cms-images-name-missing = Voer ’n naam in
cms-images-alt = Alternatiewe teks in { $language }
cms-images-alt-hint = Wat die prent wys, in een sin, vir lesers wat dit nie sien nie
cms-images-alt-missing = Alternatiewe teks ontbreek
cms-images-decorative = Dit is net versiering
cms-images-decorative-hint = Dit sê niks wat die teks nie sê nie; lesers wat dit nie sien nie, word nie daarvan vertel nie.
cms-images-focus = Hou in sig
cms-images-focus-hint = Waar ’n prent gesny word, bly hierdie deel.
cms-images-focus-50-50 = Die middel
cms-images-focus-0-0 = Links bo
cms-images-focus-50-0 = Bo
cms-images-focus-100-0 = Regs bo
cms-images-focus-0-50 = Links
cms-images-focus-100-50 = Regs
cms-images-focus-0-100 = Links onder
cms-images-focus-50-100 = Onder
cms-images-focus-100-100 = Regs onder
cms-images-file = Lêer
cms-images-file-hint = JPEG, PNG, WebP, GIF of HEIC van hoogstens 15 MB. Plek, kamera en alles wat dit van sy maker sê, word uitgehaal.
cms-images-no-file = Kies ’n prent
cms-images-uses = Bladsye
cms-images-weight = Op ’n foon
cms-images-band = Gesny tot ’n band
cms-images-type = Tik { $line } in die teks van ’n bladsy, of { $band } vir die band. Woorde ná = staan onder die prent.
cms-images-line = image: { $number }
cms-images-line-band = image: { $number } wide = Die stadsaal
cms-images-used-in = Waar dit gebruik word
cms-images-used-nowhere = Geen bladsy wys dit nie.
cms-images-used-bin = In die asblik
cms-images-others = Dit is in bladsye wat jy nie publiseer nie, dus kan net ander dit verander.
cms-images-said = Wat daarvan gesê word
cms-images-save = Stoor
cms-images-saved = Gestoor.
cms-images-stale = Iemand anders het dit intussen verander. So is dit nou.
cms-images-replace = Sit ’n ander lêer in sy plek
cms-images-replace-hint = Elke bladsy wat dit wys, wys dadelik die nuwe een.
cms-images-remove-title = Haal dit weg
cms-images-remove-lead = Die prent en sy lêer word vir goed uitgevee.
cms-images-remove = Vee die prent uit
cms-images-used = Dit kan uitgevee word sodra geen bladsy dit wys nie, ook nie een in die asblik nie.
cms-editor-picture = Prent vir die teks in { $language }
cms-editor-picture-none = Kies ’n prent
cms-editor-insert = Sit die prent in die teks
cms-advice-image-alt = ’n Prent het geen alternatiewe teks in hierdie taal nie: sê in die versameling van prente wat dit wys, of dat dit net versiering is.
cms-advice-image-gone = ’n Prent is nie meer in die versameling nie: kies ’n ander een of haal sy reël uit.
cms-advice-images-heavy = Die prente is swaarder as wat ’n swak sein dra: gebruik minder, saam hoogstens 300 KB.
cms-history-subject-image = Prent

cms-copy-title = Kopieer die bladsy
cms-copy-lead = Die kopie is ’n konsep. Planne en versoeke om goedkeuring bly agter, en die publiek sien niks daarvan voordat dit gepubliseer is nie.
cms-copy-below = Met al die bladsye daaronder
cms-images-added = Bygevoeg op { $date }
