# Die kaart.
map-map-title = Kaart
map-map-near = Gaan na ’n plek
map-map-near-hint = Straat, woonbuurt of dorp
map-map-near-go = Gaan
map-map-lost = Geen plek heet “{ $name }” nie. Probeer ’n straat, woonbuurt of dorp naby.
map-map-filter = Filtreer
map-map-words = Woorde in die melding
map-map-count = { $count ->
    [one] 1 voorval op hierdie kaart
   *[other] { $n } voorvalle op hierdie kaart
}
map-map-none = Niks is hier aangemeld nie, of ’n filter laat dit weg. Skuif die kaart, wys meer daarvan, of haal filters weg.
map-map-legend-numbers = Elke nommer op die kaart is dié van ’n voorval in die lys.
map-map-legend-groups = Elke getal sê hoeveel voorvalle bymekaar lê. Kom nader om te sien watter.
map-map-legend = Plekke word net ongeveer gewys, om die mense wat daar woon te beskerm; voorvalle waarvan die plek nie gewys word nie, is net in die lys van alle voorvalle.
map-map-list = Sien alle voorvalle as ’n lys
map-door-open = Maak die beweegbare kaart oop
map-door-wait = Die kaart word gehaal.
map-door-failed = Die beweegbare kaart kon nie hier oopmaak nie. Die getekende kaart wys dieselfde.
map-door-weak = Hierdie blaaier kan nie die beweegbare kaart wys nie. Die getekende kaart wys dieselfde.
map-moving-title = Kaart van voorvalle. Pyltjies skuif dit, plus en minus bring dit nader of verder. Die lys daarnaas bevat wat daarop is.
map-moving-away = Geen verbinding nie. Die kaart wys wat dit vroeër gewys het; nuwe voorvalle kom sodra jy weer verbind is.
map-moving-back = Weer verbind.
map-moving-near = Naby my
map-moving-finding = Ons soek waar jy is.
map-moving-nofix = Jou toestel sê nie waar jy is nie. Laat dit in jou blaaier se instellings toe, of skuif die kaart self.
map-moving-heat = Hitte
map-moving-picked = Op die kaart gekies
map-moving-put-away = Maak toe
map-moving-still = Gebruik die getekende kaart
map-moving-legend = Wat die merke beteken
map-moving-keys = Met die sleutelbord: die pyltjies skuif die kaart, + en − bring dit nader of verder. Elke voorval in die lys wys sy plek op die kaart.
map-moving-legend-group = ’n Ronde merk met ’n getal: soveel voorvalle lê saam. Kies dit om nader te kom.
map-moving-legend-one = ’n Vierkantige merk met ’n prentjie: een voorval. Die prentjie sê wat dit is; die vormpie in die hoek sê hoe ver dit gevorder het.
map-moving-legend-ring = ’n Groot sirkel om ’n merk: dit het êrens daarbinne gebeur.
map-moving-legend-area = Gebroke lyne: grense van wyke en dorpe.
map-moving-legend-heat = Hitte: hoe sterker die kleur, hoe meer voorvalle.
map-moving-legend-status = Vorms in die hoek:
map-pin-title = Kaart. Raak dit waar dit is, of gebruik die pyltjies daaronder.
map-pin-hint = Raak die kaart waar dit is. Die pyltjies skuif die merk; + bring die kaart nader, − wys meer.
map-pin-here = Sit die merk in die middel
map-pin-at = Die merk is
map-pin-put = Die merk is op die kaart.
map-embed-whole = Maak die hele kaart oop
