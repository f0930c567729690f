package dev.weft.site.render;

import dev.weft.site.render.Terrain.Ground;
import dev.weft.site.render.Terrain.View;

/** The eight landscapes of the site, each by its name there. */
final class Plates {
  private Plates() {}

  static Canvas passes(int width, int height) {
    Noise noise = new Noise(11);
    Ground peaks =
        new Ground() {
          @Override
          public double height(double x, double z) {
            double range = Curve.smooth(6, 34, z) * (1 + Curve.smooth(-6, 30, Math.abs(x)) * 0.5);
            return noise.ridged(x * 0.045 + 4, z * 0.045, 9) * 15 * range
                + noise.fbm(x * 0.2, z * 0.2, 4) * 0.8;
          }

          @Override
          public Rgb color(double x, double z, double height, double steepness) {
            double rock = Curve.smooth(0.2, 0.5, steepness + noise.fbm(x * 2, z * 2, 4) * 0.14);
            return Rgb.of(0xf7f4f2).mix(Rgb.of(0x57505a), rock);
          }
        };
    Sky sky =
        new Sky(
                5,
                Gradient.of(0xf6c9a8, 0xe9b0a8, 0xa9a5c4, 0x6f86b4, 0x4a6797),
                0xffd9a8,
                0xf2c8bd)
            .sun(0.55, 0.12, 0)
            .clouds(0.5);
    View view = new View(5.5, 0.52, 1.15, 0.75, 0.32);
    return new Terrain(peaks, sky, view, 0xffd8b8, 0x8791bd, 0xcbb2bd, 95).draw(width, height);
  }

  static Canvas sandSea(int width, int height) {
    Noise noise = new Noise(23);
    Ground dunes =
        new Ground() {
          @Override
          public double height(double x, double z) {
            double warp = noise.fbm(x * 0.05, z * 0.05, 3);
            double phase = z * 0.075 + x * 0.03 + warp * 2.1;
            double saw = Curve.fraction(phase);
            double crest =
                saw < 0.72 ? Curve.smooth(0, 0.86, saw) / 0.93 : Curve.smooth(1.02, 0.7, saw);
            double big = 2.1 + 1.6 * noise.at(x * 0.03 + 7, z * 0.03);
            double ripple = Math.sin((x * 5 + z * 8) + noise.at(x * 0.7, z * 0.7) * 5) * 0.006;
            return crest * big
                + noise.fbm(x * 0.09 + 9, z * 0.09, 3) * 1.2
                + ripple * (1 - crest * 0.5);
          }

          @Override
          public Rgb color(double x, double z, double height, double steepness) {
            return Rgb.of(0xe9a95f).times(1 + noise.fbm(x * 6, z * 6, 3) * 0.07);
          }
        };
    Sky sky =
        new Sky(
                6,
                Gradient.of(0xf9dcae, 0xf3c79a, 0xc8b3a8, 0x8fa3b8, 0x6b8bb0),
                0xffe3ae,
                0xf7dcc0)
            .sun(-0.52, 0.1, 0.035)
            .clouds(0.3);
    View view = new View(3.1, 0.36, 1.0, -0.9, 0.3);
    return new Terrain(dunes, sky, view, 0xffdfae, 0x7c4a4e, 0xf0c79d, 130).draw(width, height);
  }

  static Canvas mesas(int width, int height) {
    Noise noise = new Noise(37);
    Ground mesa =
        new Ground() {
          @Override
          public double height(double x, double z) {
            double base = noise.fbm(x * 0.035 + 1.7, z * 0.035, 4) * 1.6 - 0.12;
            double cliff = noise.fbm(x * 0.3, z * 0.3, 4) * 0.09;
            double steps =
                Curve.smooth(0.1, 0.16, base + cliff) * 4.2
                    + Curve.smooth(0.24, 0.29, base + cliff) * 3.4
                    + Curve.smooth(0.42, 0.45, base + cliff) * 2.5;
            return steps * Curve.smooth(8, 20, z) + noise.fbm(x * 0.5, z * 0.5, 5) * 0.28;
          }

          @Override
          public Rgb color(double x, double z, double height, double steepness) {
            double strata = noise.at(height * 2.6 + noise.at(x * 0.1, z * 0.1), 3);
            Rgb rock = Rgb.of(0xb4532f).mix(Rgb.of(0xdf9a67), 0.5 + strata * 0.6);
            double scrub = Curve.smooth(0.12, 0.4, noise.fbm(x * 1.8, z * 1.8, 4));
            Rgb flat = Rgb.of(0xc9875a).mix(Rgb.of(0x6f6a44), scrub * 0.8);
            return flat.mix(rock, Curve.smooth(0.08, 0.3, steepness));
          }
        };
    Sky sky =
        new Sky(
                7,
                Gradient.of(0xf4d7bf, 0xd9c7c6, 0x9fb8d2, 0x6c9bcb, 0x477fb8),
                0xffe6c4,
                0xfff4ea)
            .sun(1.2, 0.4, 0)
            .clouds(0.75);
    View view = new View(3.2, 0.47, 1.1, 0.85, 0.42);
    return new Terrain(mesa, sky, view, 0xffe2c0, 0x6b5273, 0xd8b9b0, 150).draw(width, height);
  }

  static Canvas drownedCoast(int width, int height) {
    Noise noise = new Noise(59);
    Ground coast =
        new Ground() {
          @Override
          public double height(double x, double z) {
            double islands = noise.fbm(x * 0.045 + 3.1, z * 0.03 + 8, 6) * 6 - 0.9;
            double strand =
                Curve.smooth(14, 2, z) * (noise.fbm(x * 0.3, z * 0.3, 4) + 0.35 - z * 0.05);
            return Math.max(islands * Curve.smooth(4, 22, z), strand);
          }

          @Override
          public Rgb color(double x, double z, double height, double steepness) {
            Rgb rock = Rgb.of(0x5b4c4f).times(1 + noise.fbm(x * 3, z * 3, 4) * 0.4);
            return rock.mix(Rgb.of(0x60603f), Curve.smooth(0.5, 1.6, height) * (1 - steepness));
          }

          @Override
          public boolean hasSea() {
            return true;
          }
        };
    Sky sky =
        new Sky(
                8,
                Gradient.of(0xffc27a, 0xf59a76, 0xc87b8b, 0x77648f, 0x414a7a),
                0xffb873,
                0xe58a86)
            .sun(0.18, 0.075, 0.045)
            .clouds(0.95);
    View view = new View(2.4, 0.5, 1.0, 0.3, 0.2);
    return new Terrain(coast, sky, view, 0xffb98a, 0x3d3552, 0xe79b85, 140).draw(width, height);
  }

  static Canvas greenHills(int width, int height) {
    Noise noise = new Noise(71);
    Ground hills =
        new Ground() {
          @Override
          public double height(double x, double z) {
            return noise.fbm(x * 0.06 + 5, z * 0.06, 3) * 6.5
                + noise.fbm(x * 0.35, z * 0.35, 3) * 0.35
                + tree(x, z) * 0.42;
          }

          private double tree(double x, double z) {
            double wood = noise.fbm(x * 0.11 + 40, z * 0.11, 3);
            return Curve.smooth(0.1, 0.17, wood) * (0.7 + noise.fbm(x * 2.7, z * 2.7, 3));
          }

          @Override
          public Rgb color(double x, double z, double height, double steepness) {
            double field =
                noise.cell(
                    (int) Math.floor(x * 0.16 + noise.at(z * 0.05, 2)), (int) Math.floor(z * 0.1));
            Rgb grass = Rgb.of(0x7f9a4a).mix(Rgb.of(0xb3ae5c), field * 0.9);
            Rgb meadow = grass.times(1 + noise.fbm(x * 4, z * 4, 4) * 0.22);
            return meadow.mix(Rgb.of(0x2f4a32), Curve.clamp(tree(x, z) * 1.4));
          }
        };
    Sky sky =
        new Sky(
                9,
                Gradient.of(0xe6e9df, 0xcfd8d8, 0xa9bcc6, 0x8ba3b4, 0x7892a8),
                0xfdf6dc,
                0xf3f4ee)
            .sun(-0.3, 0.3, 0)
            .clouds(0.95);
    View view = new View(2.6, 0.4, 1.0, -0.7, 0.5);
    return new Terrain(hills, sky, view, 0xfff6d8, 0x4f6468, 0xd3dcd4, 62).draw(width, height);
  }

  static Canvas blueRidges(int width, int height) {
    Sky sky =
        new Sky(
                10,
                Gradient.of(0xf6e3d3, 0xd7d3df, 0xa3b4d6, 0x7795c8, 0x4f73b0),
                0xfff1dc,
                0xf6ece8)
            .sun(0.3, 0.2, 0.03)
            .clouds(0.35);
    Gradient layers = Gradient.of(0xb5c1de, 0x8fa5cf, 0x5f7fb4, 0x365a93, 0x1b3a6b, 0x0c2145);
    return new Ridges(131, sky, layers, 8).draw(width, height);
  }

  static Canvas lights(int width, int height) {
    Sky sky =
        new Sky(
                12,
                Gradient.of(0x16364a, 0x0f2440, 0x0a1730, 0x070f22, 0x050a18),
                0x1c4a4a,
                0x0a1626)
            .sun(0, 0.1, 0)
            .stars(0.9);
    return new NightLake(83, sky, NightLake::aurora, 0x0a1a26).draw(width, height);
  }

  static Canvas night(int width, int height) {
    Sky sky =
        new Sky(
                13,
                Gradient.of(0x3a2f45, 0x1f2140, 0x131735, 0x0c1029, 0x080a1c),
                0x5a3b3a,
                0x0a1626)
            .sun(0.35, 0, 0)
            .stars(1);
    return new NightLake(97, sky, NightLake::galaxy, 0x14121f).draw(width, height);
  }

  static Canvas dawn(int width, int height) {
    Sky sky =
        new Sky(
                14,
                Gradient.of(0xffdcae, 0xf7b999, 0xdb93a0, 0x8f7db0, 0x4d5c97),
                0xffd79c,
                0xf6b9a4)
            .sun(-0.42, 0.13, 0.05)
            .clouds(0.6);
    Gradient layers = Gradient.of(0xe9a99a, 0xc88495, 0x96658b, 0x63497a, 0x3a3060, 0x1a1a3d);
    return new Ridges(151, sky, layers, 9).draw(width, height);
  }
}
