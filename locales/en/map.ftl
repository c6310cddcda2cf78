# The map.
map-map-title = Map
map-map-near = Go to a place
map-map-near-hint = Street, suburb or town
map-map-near-go = Go
map-map-lost = No place is called “{ $name }”. Try a nearby street, suburb or town.
map-map-filter = Filter
map-map-words = Words in the report
map-map-count = { $count ->
    [one] 1 incident on this map
   *[other] { $n } incidents on this map
}
map-map-none = Nothing was reported here, or a filter leaves it out. Move the map, show more of it, or take filters away.
map-map-legend-numbers = Each number on the map is that of an incident in the list.
map-map-legend-groups = Each number says how many incidents lie together. Move closer to see which.
map-map-legend = Places are shown roughly, to protect those who live there; incidents whose place is not shown are only in the list of all incidents.
map-map-list = See all incidents as a list
map-door-open = Open the moving map
map-door-wait = The map is being fetched.
map-door-failed = The moving map could not be opened here. The drawn map shows the same.
map-door-weak = This browser cannot show the moving map. The drawn map shows the same.
map-moving-title = Map of incidents. Arrows move it, plus and minus bring it closer or further. The list beside it holds what is on it.
map-moving-away = No connection. The map shows what it showed before; new incidents come when you are connected again.
map-moving-back = Connected again.
map-moving-near = Near me
map-moving-finding = Finding where you are.
map-moving-nofix = Your device does not say where you are. Allow it in the settings of your browser, or move the map yourself.
map-moving-heat = Heat
map-moving-picked = Chosen on the map
map-moving-put-away = Close
map-moving-still = Use the drawn map
map-moving-legend = What the marks mean
map-moving-keys = With the keyboard: the arrows move the map, + and − bring it closer or further. In the list, each incident shows its place on the map.
map-moving-legend-group = A round mark with a number: so many incidents lie together. Choose it to come closer.
map-moving-legend-one = A square mark with a picture: one incident. The picture says what it is; the small shape in its corner says how far it is.
map-moving-legend-ring = A large circle round a mark: it happened somewhere inside it.
map-moving-legend-area = Broken lines: borders of wards and towns.
map-moving-legend-heat = Heat: the stronger the colour, the more incidents.
map-moving-legend-status = Shapes in the corner:
map-pin-title = Map. Tap it where it is, or use the arrows below it.
map-pin-hint = Tap the map where it is. The arrows move the mark; + brings the map closer, − shows more.
map-pin-here = Put the mark in the middle
map-pin-at = The mark is
map-pin-put = The mark is on the map.
map-embed-whole = Open the whole map
