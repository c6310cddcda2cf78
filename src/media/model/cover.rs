//! What is covered on a photo before others see it, and how it is turned. Covered pixels are replaced by one colour, so that
//! nothing of them is left to be brought back.

use std::fmt::{self, Display};
use std::str::FromStr;

use image::metadata::Orientation;
use image::{Rgb, RgbImage};

/// Most areas of one photo.
pub const MOST_AREAS: usize = 60;

/// Areas are told in this many parts of the width and of the height.
const PARTS: u32 = 1000;

/// Squares of the grid beside each other; on the narrowest phone each is wide enough for a finger.
const COLUMNS: u32 = 10;

/// A rectangle in thousandths of the picture as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Area {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Area {
    fn fits(self) -> bool {
        let inside = |from: u32, length: u32| {
            (1..=PARTS).contains(&length) && from.checked_add(length).is_some_and(|n| n <= PARTS)
        };
        inside(self.x, self.width) && inside(self.y, self.height)
    }

    /// Where it is once the picture is turned by a quarter, clockwise.
    fn turned(self) -> Self {
        let x = PARTS - self.y - self.height;
        Self { x, y: self.x, width: self.height, height: self.width }
    }

    /// Whether the two are one rectangle: side by side, of the same height.
    fn beside(self, next: Self) -> bool {
        self.y == next.y && self.height == next.height && self.x + self.width == next.x
    }

    /// Whether the two are one rectangle: one upon the other, of the same width.
    fn upon(self, next: Self) -> bool {
        self.x == next.x && self.width == next.width && self.y + self.height == next.y
    }
}

impl Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}-{}", self.x, self.y, self.width, self.height)
    }
}

impl FromStr for Area {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut numbers = text.split('-').map(|n| n.parse::<u32>().map_err(|_| ()));
        let mut next = || numbers.next().ok_or(())?;
        let area = Self { x: next()?, y: next()?, width: next()?, height: next()? };
        (numbers.next().is_none() && area.fits()).then_some(area).ok_or(())
    }
}

/// How a photo is shown to others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// Quarter turns clockwise from upright, 0 to 3.
    pub turn: u32,
    /// What is covered, in the picture as turned.
    pub areas: Vec<Area>,
}

impl Cover {
    /// Whether the photo is shown as it was sent.
    pub fn is_plain(&self) -> bool {
        self == &Self::default()
    }

    /// Turned on by quarters, clockwise; what was covered stays covered.
    pub fn turned(&self, quarters: u32) -> Self {
        let mut areas = self.areas.clone();
        for _ in 0..quarters % 4 {
            areas.iter_mut().for_each(|a| *a = a.turned());
        }
        Self { turn: (self.turn + quarters) % 4, areas }
    }

    /// With more areas; those that lie in others are left out. False when it would be too many.
    pub fn add(&mut self, areas: impl IntoIterator<Item = Area>) -> bool {
        for area in areas {
            if !self.areas.contains(&area) {
                self.areas.push(area);
            }
        }
        self.areas.len() <= MOST_AREAS
    }

    /// Brings an upright picture into this form.
    pub fn orientation(&self) -> Orientation {
        match self.turn {
            1 => Orientation::Rotate90,
            2 => Orientation::Rotate180,
            3 => Orientation::Rotate270,
            _ => Orientation::NoTransforms,
        }
    }

    /// Covers the areas of a picture that is turned already. Each becomes one colour, roughly that of the whole: its mean in
    /// steps of 32, so that it does not jump at the eye and says nothing.
    pub fn put_on(&self, image: &mut RgbImage) {
        let (width, height) = image.dimensions();
        for area in &self.areas {
            let from = |at: u32, side: u32| at * side / PARTS;
            let to = |at: u32, side: u32| (at * side).div_ceil(PARTS).min(side);
            let columns = from(area.x, width)..to(area.x + area.width, width);
            let rows = from(area.y, height)..to(area.y + area.height, height);
            let colour = mean(image, columns.clone(), rows.clone());
            for y in rows {
                columns.clone().for_each(|x| image.put_pixel(x, y, colour));
            }
        }
    }
}

fn mean(image: &RgbImage, columns: std::ops::Range<u32>, rows: std::ops::Range<u32>) -> Rgb<u8> {
    let (mut sum, mut count) = ([0u64; 3], 0u64);
    for y in rows {
        for x in columns.clone() {
            for (total, part) in sum.iter_mut().zip(image.get_pixel(x, y).0) {
                *total += u64::from(part);
            }
            count += 1;
        }
    }
    Rgb(sum.map(|n| u8::try_from(n / count.max(1) / 32 * 32 + 16).unwrap_or(u8::MAX)))
}

impl Display for Cover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() {
            return Ok(());
        }
        write!(f, "{}", self.turn)?;
        self.areas.iter().try_for_each(|area| write!(f, ";{area}"))
    }
}

impl FromStr for Cover {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let mut parts = text.split(';');
        let turn = parts.next().and_then(|t| t.parse().ok()).filter(|t| *t < 4).ok_or(())?;
        let areas = parts.map(Area::from_str).collect::<Result<Vec<_>, ()>>()?;
        (areas.len() <= MOST_AREAS).then_some(Self { turn, areas }).ok_or(())
    }
}

/// The grid of squares that stands over a photo where no script runs.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// Squares in a row.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
}

impl Grid {
    /// The grid of a picture of this shape, its squares about as wide as high.
    pub fn over(width: u32, height: u32) -> Self {
        let rows = (COLUMNS * height + width / 2) / width.max(1);
        Self { columns: COLUMNS, rows: rows.clamp(2, 20) }
    }

    /// Numbers of the squares, from one, row by row.
    pub fn squares(self) -> impl Iterator<Item = u32> {
        1..=self.columns * self.rows
    }

    /// The areas of these squares: squares in a row are one area, and equal rows below each other.
    pub fn areas(self, squares: &[u32]) -> Vec<Area> {
        let mut sorted: Vec<u32> = squares.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let known = sorted.into_iter().filter(|n| (1..=self.columns * self.rows).contains(n));
        let mut runs: Vec<Area> = Vec::new();
        for square in known.map(|n| self.square(n - 1)) {
            match runs.last_mut().filter(|last| last.beside(square)) {
                Some(last) => last.width += square.width,
                None => runs.push(square),
            }
        }
        let mut areas: Vec<Area> = Vec::new();
        for run in runs {
            match areas.iter_mut().find(|a| a.upon(run)) {
                Some(above) => above.height += run.height,
                None => areas.push(run),
            }
        }
        areas
    }

    fn square(self, n: u32) -> Area {
        let (column, row) = (n % self.columns, n / self.columns);
        let edge = |at: u32, of: u32| at * PARTS / of;
        let (x, y) = (edge(column, self.columns), edge(row, self.rows));
        let width = edge(column + 1, self.columns) - x;
        Area { x, y, width, height: edge(row + 1, self.rows) - y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_is_one_colour_and_the_rest_is_untouched() {
        let mut image = RgbImage::from_fn(100, 50, |x, y| {
            if (x / 3 + y / 3) % 2 == 0 { Rgb([0, 0, 0]) } else { Rgb([255, 255, 255]) }
        });
        let before = image.clone();
        let cover: Cover = "0;100-200-305-400".parse().unwrap();
        cover.put_on(&mut image);
        let colour = *image.get_pixel(10, 10);
        for (x, y, pixel) in image.enumerate_pixels() {
            // Outward to whole pixels: 30.5 % of 100 is a part of the 41st.
            let inside = (10..41).contains(&x) && (10..30).contains(&y);
            assert_eq!(*pixel, if inside { colour } else { *before.get_pixel(x, y) }, "{x} {y}");
        }
    }

    #[test]
    fn four_quarters_are_none_and_areas_go_along() {
        let cover: Cover = "0;0-0-100-300;900-700-100-300".parse().unwrap();
        assert_eq!(cover.turned(4), cover);
        assert_eq!(cover.turned(1).to_string(), "1;700-0-300-100;0-900-300-100");
        assert_eq!(cover.turned(3).turned(1), cover);
    }

    #[test]
    fn only_areas_within_the_picture_are_read() {
        for wrong in
            ["4", "0;0-0-0-10", "0;1-2-3", "0;900-0-101-10", "0;1-1-1-1-1", "x", "0;-1-0-1-1"]
        {
            assert!(wrong.parse::<Cover>().is_err(), "{wrong}");
        }
        let most = "0".to_owned() + &";999-999-1-1".repeat(MOST_AREAS);
        assert!(most.parse::<Cover>().is_ok() && most.len() <= 2000);
        assert!((most + ";1-1-1-1").parse::<Cover>().is_err());
        assert_eq!("".parse::<Cover>().unwrap().to_string(), "");
    }

    #[test]
    fn squares_beside_and_below_each_other_are_one_area() {
        let grid = Grid::over(400, 300);
        assert_eq!((grid.columns, grid.rows), (10, 8));
        let text = |squares: &[u32]| {
            grid.areas(squares).iter().map(Area::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(text(&[1, 2, 11, 12, 12]), "0-0-200-250");
        assert_eq!(text(&[1, 3, 80, 81, 0]), "0-0-100-125 200-0-100-125 900-875-100-125");
    }
}
