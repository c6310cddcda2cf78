//! Lines and rings of pixels: cut to a frame, thinned, measured.

/// Left, top, right, bottom in pixels.
pub type Frame = [f64; 4];

/// Corners in pixels.
pub type Run = Vec<(f64, f64)>;

/// Pixels along a line.
pub fn length(run: &[(f64, f64)]) -> f64 {
    run.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum()
}

/// The middle of a line, the direction of the step there as it is read from left to right, and how much of the line goes
/// about that way.
pub fn middle(run: &[(f64, f64)]) -> ((f64, f64), f64, f64) {
    let half = length(run) / 2.0;
    let mut gone = 0.0;
    for w in run.windows(2) {
        let (dx, dy) = (w[1].0 - w[0].0, w[1].1 - w[0].1);
        let step = dx.hypot(dy);
        if gone + step >= half && step > 0.0 {
            let at = (half - gone) / step;
            let mut degrees = dy.atan2(dx).to_degrees();
            if !(-90.0..=90.0).contains(&degrees) {
                degrees -= 180.0 * degrees.signum();
            }
            let (end, begin) = (run[run.len() - 1], run[0]);
            let direct = (end.0 - begin.0).hypot(end.1 - begin.1);
            let straight = direct > half * 1.8;
            return (
                (w[0].0 + dx * at, w[0].1 + dy * at),
                degrees,
                if straight { direct } else { step },
            );
        }
        gone += step;
    }
    (run.first().copied().unwrap_or_default(), 0.0, 0.0)
}

/// The pieces of a line inside a frame.
pub fn clip_line(run: &[(f64, f64)], frame: Frame) -> Vec<Run> {
    let mut pieces: Vec<Run> = Vec::new();
    let mut open = false;
    for w in run.windows(2) {
        let Some((a, b)) = clip_step(w[0], w[1], frame) else {
            open = false;
            continue;
        };
        match pieces.last_mut().filter(|_| open && a == w[0]) {
            Some(piece) => piece.push(b),
            None => pieces.push(vec![a, b]),
        }
        open = b == w[1];
    }
    pieces.iter().map(|p| thin(p)).collect()
}

/// The part of a step inside a frame (Liang and Barsky).
fn clip_step(a: (f64, f64), b: (f64, f64), f: Frame) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (p, q) in [(-dx, a.0 - f[0]), (dx, f[2] - a.0), (-dy, a.1 - f[1]), (dy, f[3] - a.1)] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    let at = |t: f64| (a.0 + dx * t, a.1 + dy * t);
    let begin = if from == 0.0 { a } else { at(from) };
    let end = if to == 1.0 { b } else { at(to) };
    (from <= to).then_some((begin, end))
}

/// Rings cut to a frame (Sutherland and Hodgman); those smaller than two pixels across are not seen.
pub fn cut(runs: impl Iterator<Item = Run>, f: Frame, into: &mut Vec<(f64, Run)>) {
    for mut ring in runs {
        for side in 0..4 {
            let inside = |p: (f64, f64)| match side {
                0 => p.0 >= f[0],
                1 => p.1 >= f[1],
                2 => p.0 <= f[2],
                _ => p.1 <= f[3],
            };
            let cross = |a: (f64, f64), b: (f64, f64)| match side {
                0 | 2 => (f[side], a.1 + (b.1 - a.1) * (f[side] - a.0) / (b.0 - a.0)),
                _ => (a.0 + (b.0 - a.0) * (f[side] - a.1) / (b.1 - a.1), f[side]),
            };
            let mut kept = Run::with_capacity(ring.len());
            for (at, now) in ring.iter().enumerate() {
                let before = ring[(at + ring.len() - 1) % ring.len()];
                match (inside(before), inside(*now)) {
                    (true, true) => kept.push(*now),
                    (true, false) => kept.push(cross(before, *now)),
                    (false, true) => kept.extend([cross(before, *now), *now]),
                    (false, false) => {}
                }
            }
            ring = kept;
            if ring.len() < 3 {
                break;
            }
        }
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        let area = pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0;
        if ring.len() >= 3 && area >= 4.0 {
            into.push((area, thin(&ring)));
        }
    }
}

/// Leaves out corners that lie within half a pixel of the line without them (Douglas and Peucker).
fn thin(run: &[(f64, f64)]) -> Run {
    let mut keep = vec![false; run.len()];
    let mut waiting = vec![(0, run.len().saturating_sub(1))];
    if let [first, .., last] = &mut keep[..] {
        (*first, *last) = (true, true);
    }
    while let Some((from, to)) = waiting.pop() {
        let (a, b) = match (run.get(from), run.get(to)) {
            (Some(a), Some(b)) if to > from + 1 => (*a, *b),
            _ => continue,
        };
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let long = dx.hypot(dy);
        let off = |p: (f64, f64)| match long {
            0.0 => (p.0 - a.0).hypot(p.1 - a.1),
            _ => ((p.0 - a.0) * dy - (p.1 - a.1) * dx).abs() / long,
        };
        let far = (from + 1..to).map(|at| (at, off(run[at]))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((at, _)) = far.filter(|(_, off)| *off > 0.5) {
            keep[at] = true;
            waiting.extend([(from, at), (at, to)]);
        }
    }
    run.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(p, _)| *p).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRAME: Frame = [0.0, 0.0, 100.0, 100.0];

    #[test]
    fn a_line_is_cut_at_the_frame_and_comes_back_as_pieces() {
        let run = [(-10.0, 50.0), (50.0, 50.0), (50.0, 200.0), (80.0, 200.0), (80.0, 50.0)];
        let pieces = clip_line(&run, FRAME);
        assert_eq!(
            pieces,
            [vec![(0.0, 50.0), (50.0, 50.0), (50.0, 100.0)], vec![(80.0, 100.0), (80.0, 50.0)]]
        );
        assert!(clip_line(&[(-5.0, -5.0), (-9.0, 120.0)], FRAME).is_empty());
    }

    #[test]
    fn a_ring_around_the_frame_fills_it() {
        let mut found = Vec::new();
        let ring = vec![(-50.0, -50.0), (200.0, -50.0), (200.0, 200.0), (-50.0, 200.0)];
        cut([ring].into_iter(), FRAME, &mut found);
        assert_eq!(found[0].0, 10_000.0);
    }

    proptest! {
        #[test]
        fn nothing_is_drawn_outside_of_the_frame(
            run in proptest::collection::vec((-500.0..500.0f64, -500.0..500.0f64), 2..40)
        ) {
            let mut rings = Vec::new();
            cut([run.clone()].into_iter(), FRAME, &mut rings);
            let lines = clip_line(&run, FRAME);
            for (x, y) in rings.into_iter().map(|(_, r)| r).chain(lines).flatten() {
                prop_assert!((-0.01..=100.01).contains(&x) && (-0.01..=100.01).contains(&y));
            }
        }
    }
}
