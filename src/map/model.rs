//! Tiles of a web map, and the numbers of the cells in them. A cell is a square of the map at some level, as a tile is at
//! some zoom; its number is its x and y with their bits in turns, so that the cells inside a cell are one range of numbers.

use std::f64::consts::PI;

use crate::places::{MapView, Point};

/// Level of the cells that the database keeps: 2,4 m at the equator.
pub const FINEST: u8 = 24;

/// Units along the side of a tile.
pub const EXTENT: i32 = 4096;

/// From this zoom on reports stand where they are; below they stand together in groups.
const SINGLE: u8 = 12;

/// A tile of the map: only possible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Zoom: the world is 2^z tiles wide.
    pub z: u8,
    /// Tiles from the west.
    pub x: u32,
    /// Tiles from the north.
    pub y: u32,
}

impl Tile {
    /// The smallest zoom served: a country on a tile.
    pub const WIDEST: u8 = 4;
    /// The largest zoom served; a browser draws closer views from these tiles.
    pub const CLOSEST: u8 = 16;

    /// A tile, if there is one of these numbers.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        let there = (Self::WIDEST..=Self::CLOSEST).contains(&z) && x < 1 << z && y < 1 << z;
        there.then_some(Self { z, x, y })
    }

    /// The cells of level [`FINEST`] in it: the first, and the first beyond.
    pub fn cells(self) -> (i64, i64) {
        range(self.z, number(self.x, self.y))
    }

    /// Level of the cells in which reports stand together. Below zoom 12 sixteen to the side of a tile (a thumb is as wide);
    /// above 128 to the side, where only what shares its public place still meets.
    pub fn group_level(self) -> u8 {
        if !self.is_single() { self.z + 4 } else { (self.z + 7).min(FINEST) }
    }

    /// Whether reports stand where they are: groups are only of those that share a place.
    pub fn is_single(self) -> bool {
        self.z >= SINGLE
    }

    /// Level of the cells by which the middle of a group is told.
    pub fn fine_level(self) -> u8 {
        fine(self.group_level())
    }

    /// Units of the tile that a cell of the fine level is wide.
    pub fn units(self) -> f64 {
        Layout::of(self, false).units()
    }
}

/// How what lies in a tile is put together for those who may see exact places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    z: u8,
    /// Level of the cells of the groups.
    pub group: u8,
    /// Level of the cells by which their middles are told.
    pub fine: u8,
}

impl Layout {
    /// The finest groups of which nobody is told where anything is: 600 m at the equator.
    const COARSEST: u8 = 16;

    /// Like the tile that everybody sees; where `crowded`, in groups so wide that they say of nothing where it is.
    pub fn of(tile: Tile, crowded: bool) -> Self {
        match tile.is_single() && crowded {
            false => Self { z: tile.z, group: tile.group_level(), fine: tile.fine_level() },
            true => {
                let group = (tile.z + 4).min(Self::COARSEST);
                Self { z: tile.z, group, fine: group }
            }
        }
    }

    /// Units of the tile that a cell of the fine level is wide.
    pub fn units(self) -> f64 {
        f64::from(EXTENT) / f64::from(1u32 << (self.fine - self.z))
    }
}

/// The level by which the middle of a group of this level is told: eight times as fine, or the finest; four times where many
/// stand together.
pub fn fine(level: u8) -> u8 {
    let finer = if level < SINGLE + 4 { 2 } else { 3 };
    (level + finer).min(FINEST)
}

/// The middle of a cell of a level in cells of its fine level.
pub fn half(level: u8) -> f64 {
    f64::from((1u32 << (fine(level) - level)) - 1) / 2.0
}

/// Cells of level [`FINEST`] as ranges: their firsts, and the firsts beyond.
pub type Cells = (Vec<i64>, Vec<i64>);

/// Cells along the longer side of a box: what lies on its edge is told to a hundredth of it.
const BOX: u32 = 96;

/// The cells that cover a box, given as `west,south,east,north` in degrees; none when that is no box.
pub fn boxed(text: &str) -> Option<Cells> {
    let degrees: Vec<f64> = text.split(',').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let [west, south, east, north] = degrees[..] else { return None };
    let (low, high) = (Point::new(west, south)?, Point::new(east, north)?);
    if low.lon >= high.lon || low.lat >= high.lat {
        return None;
    }
    let ((left, bottom), (right, top)) = (parts(low), parts(high));
    let wide = (right - left).max(bottom - top);
    let level = (f64::from(BOX) / wide).log2().floor().clamp(4.0, f64::from(FINEST)) as u8;
    let side = f64::from(1u32 << level);
    let cell = |part: f64| (part * side).floor().clamp(0.0, side - 1.0) as u32;
    let (x, y) = (cell(left), cell(top));
    Some(covered(level, (x, y), (cell(right) - x + 1, cell(bottom) - y + 1)))
}

/// The cells of one cell, named as the tiles name it: `level-number`.
pub fn spot(text: &str) -> Option<Cells> {
    let (level, number) = text.split_once('-')?;
    let (level, number): (u8, i64) = (level.parse().ok()?, number.parse().ok()?);
    let there = level <= FINEST && (0..1i64 << (2 * level)).contains(&number);
    let (first, beyond) = there.then(|| range(level, number))?;
    Some((vec![first], vec![beyond]))
}

/// The cells of a rectangle of cells of some level: its corner in the north-west, cells across and down.
fn covered(level: u8, (left, top): (u32, u32), (across, down): (u32, u32)) -> Cells {
    let mut numbers: Vec<i64> = (0..down)
        .flat_map(|y| (0..across).map(move |x| (x, y)))
        .map(|(x, y)| number(left + x, top + y))
        .collect();
    numbers.sort_unstable();
    let (mut from, mut to) = Cells::default();
    for number in numbers {
        let (first, beyond) = range(level, number);
        match to.last_mut() {
            Some(end) if *end == first => *end = beyond,
            _ => {
                from.push(first);
                to.push(beyond);
            }
        }
    }
    (from, to)
}

/// A point as parts of the world's width and height.
fn parts(at: Point) -> (f64, f64) {
    let s = at.lat.clamp(-84.0, 84.0).to_radians().sin();
    ((at.lon + 180.0) / 360.0, 0.5 - ((1.0 + s) / (1.0 - s)).ln() / (4.0 * PI))
}

/// Pixels along the side of the cells of which a drawn map is made.
const CELL_PX: f64 = 32.0;
/// Cells across a drawn map.
const ACROSS: u32 = 15;
/// Cells from top to bottom.
const DOWN: u32 = 14;

/// What a drawn map shows: whole cells, so that what lies on it is a matter of numbers of cells, not of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    zoom: u8,
    x: u32,
    y: u32,
}

impl Window {
    /// The window whose middle is nearest to that of a view.
    pub fn around(center: Point, zoom: u8) -> Self {
        let zoom = zoom.clamp(MapView::WIDEST, MapView::CLOSEST);
        let side = f64::from(1u32 << Self::level_at(zoom));
        let (x, y) = parts(center);
        let (x, y) = (x * side, y * side);
        let corner = |middle: f64, cells: u32| {
            let last = side - f64::from(cells);
            (middle - f64::from(cells) / 2.0).round().clamp(0.0, last) as u32
        };
        Self { zoom, x: corner(x, ACROSS), y: corner(y, DOWN) }
    }

    /// The world is 256·2^zoom pixels wide, so a cell of 32 pixels is one of 2^(zoom + 3) across it.
    fn level_at(zoom: u8) -> u8 {
        zoom + 3
    }

    /// As a picture.
    pub fn view(self) -> MapView {
        let middle = (
            f64::from(self.x) + f64::from(ACROSS) / 2.0,
            f64::from(self.y) + f64::from(DOWN) / 2.0,
        );
        let side = f64::from(1u32 << Self::level_at(self.zoom));
        let px = |cells: u32| (f64::from(cells) * CELL_PX) as u16;
        MapView::new(point(middle.0 / side, middle.1 / side), self.zoom, px(ACROSS), px(DOWN))
    }

    /// The cells of level [`FINEST`] in it, as ranges: firsts, and the firsts beyond.
    pub fn cells(self) -> Cells {
        covered(Self::level_at(self.zoom), (self.x, self.y), (ACROSS, DOWN))
    }

    /// Level of the cells in which many reports stand together: 64 pixels, a thumb and a number.
    pub fn group_level(self) -> u8 {
        Self::level_at(self.zoom) - 1
    }
}

/// The middle of a group: its cell, and how far into it, in cells of the fine level.
pub fn middle(level: u8, spot: i64, x: f64, y: f64) -> Point {
    let half = |n: i64| (0..31).fold(0u32, |sum, bit| sum | (((n >> (2 * bit)) & 1) as u32) << bit);
    let steps = f64::from(1u32 << (fine(level) - level));
    let side = f64::from(1u32 << fine(level));
    let at = |cell: u32, into: f64| (f64::from(cell) * steps + into + 0.5) / side;
    point(at(half(spot), x), at(half(spot >> 1), y))
}

/// The point at parts of the world's width and height.
fn point(x: f64, y: f64) -> Point {
    Point { lon: x * 360.0 - 180.0, lat: (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees() }
}

/// How many bits a number of this level lacks to be one of level [`FINEST`].
pub fn bits(level: u8) -> i32 {
    2 * i32::from(FINEST - level.min(FINEST))
}

/// The cells of level [`FINEST`] in a cell: the first, and the first beyond.
fn range(level: u8, number: i64) -> (i64, i64) {
    (number << bits(level), (number + 1) << bits(level))
}

/// The number of a cell.
fn number(x: u32, y: u32) -> i64 {
    let spread =
        |n: u32| (0..32).fold(0i64, |sum, bit| sum | (i64::from(n >> bit & 1) << (2 * bit)));
    spread(x) | (spread(y) << 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_tiles_that_are_there_can_be_asked_for() {
        assert!(Tile::new(16, 65_535, 65_535).is_some());
        for (z, x, y) in [(3, 0, 0), (17, 0, 0), (4, 16, 0), (4, 0, 16), (200, 1, 1)] {
            assert_eq!(Tile::new(z, x, y), None);
        }
    }

    #[test]
    fn a_box_is_covered_and_little_more() {
        let (from, to) = boxed("28.6,-24.6,28.8,-24.4").unwrap();
        let at = |lon, lat| {
            let (x, y) = parts(Point { lon, lat });
            let side = f64::from(1u32 << FINEST);
            number((x * side) as u32, (y * side) as u32)
        };
        let holds = |cell| from.iter().zip(&to).any(|(a, b)| (*a..*b).contains(&cell));
        for inside in [(28.6001, -24.5999), (28.7999, -24.4001), (28.7, -24.5)] {
            assert!(holds(at(inside.0, inside.1)), "{inside:?}");
        }
        for outside in [(28.595, -24.5), (28.805, -24.5), (28.7, -24.606), (28.7, -24.394)] {
            assert!(!holds(at(outside.0, outside.1)), "{outside:?}");
        }
        for none in ["", "1,2,3", "28,-24,27,-23", "x,1,2,3", "NaN,1,2,3", "1,2,3,4,5"] {
            assert_eq!(boxed(none), None, "{none}");
        }
    }

    #[test]
    fn a_spot_is_read_as_the_tiles_write_it() {
        assert_eq!(spot("24-7"), Some((vec![7], vec![8])));
        assert_eq!(spot("23-7"), Some((vec![28], vec![32])));
        for none in ["", "7", "25-1", "2-16", "2--1", "255-0"] {
            assert_eq!(spot(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn a_window_is_what_its_picture_shows(lon in 20.0f64..33.0, lat in -34.0f64..-20.0, zoom in 6u8..=17) {
            let window = Window::around(Point { lon, lat }, zoom);
            let (from, to) = window.cells();
            let cells: i64 = from.iter().zip(&to).map(|(from, to)| to - from).sum();
            prop_assert_eq!(cells, (15 * 14) << bits(zoom + 3));
            let (x, y) = window.view().to_pixel(Point { lon, lat });
            prop_assert!((x - 240.0).abs() <= 17.0 && (y - 224.0).abs() <= 17.0, "{} {}", x, y);
            // Asking again for the same picture gives the same window.
            prop_assert_eq!(Window::around(window.view().center, zoom), window);
            let spot = number(window.x >> 1, window.y >> 1);
            let (x, y) = window.view().to_pixel(middle(window.group_level(), spot, half(window.group_level()), half(window.group_level())));
            prop_assert!(x.abs() <= 33.0 && y.abs() <= 33.0, "{} {}", x, y);
        }

        #[test]
        fn a_tile_is_its_four_quarters(z in 4u8..16, x in 0u32..65_536, y in 0u32..65_536) {
            let (x, y) = (x % (1 << z), y % (1 << z));
            let whole = Tile::new(z, x, y).unwrap().cells();
            let quarter = |dx, dy| Tile::new(z + 1, 2 * x + dx, 2 * y + dy).unwrap().cells();
            let quarters = [quarter(0, 0), quarter(1, 0), quarter(0, 1), quarter(1, 1)];
            prop_assert_eq!(quarters[0].0, whole.0);
            prop_assert_eq!(quarters[3].1, whole.1);
            prop_assert!(quarters.windows(2).all(|pair| pair[0].1 == pair[1].0));
        }
    }
}
