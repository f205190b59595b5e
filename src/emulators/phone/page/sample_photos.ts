/** Four pictures a newcomer can send without owning any: drawn here, stamped with the demo's time, a little different each time. */
import { clockTime, monthDay } from './time.ts';

export interface SamplePhoto {
  readonly id: string;
  readonly label: string;
  readonly paint: (context: CanvasRenderingContext2D) => void;
}

const WIDTH = 960;
const HEIGHT = 720;

export const samplePhotos: readonly SamplePhoto[] = [
  { id: 'extinguisher', label: '灭火器过期', paint: paintExtinguisher },
  { id: 'railing', label: '扶手松动', paint: paintRailing },
  { id: 'manhole', label: '井盖破损', paint: paintManhole },
  { id: 'repaired', label: '整改后', paint: paintRepaired },
];

/** The photo as a camera would save it; two calls never give the same bytes, as two photos never do. */
export async function takeSamplePhoto(photo: SamplePhoto, now: number): Promise<Blob> {
  const canvas = paintPhoto(photo);
  const context = contextOf(canvas);
  context.font = '600 30px "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
  context.textAlign = 'right';
  context.fillStyle = 'rgba(0,0,0,.45)';
  const stamp = `${monthDay(now)} ${clockTime(now)}`;
  context.fillText(stamp, WIDTH - 26, HEIGHT - 24);
  context.fillStyle = '#ffd76a';
  context.fillText(stamp, WIDTH - 28, HEIGHT - 26);
  grain(context);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser could not save the picture'))),
      'image/jpeg',
      0.86,
    );
  });
}

export function thumbnail(photo: SamplePhoto): string {
  const small = document.createElement('canvas');
  small.width = 240;
  small.height = 180;
  contextOf(small).drawImage(paintPhoto(photo), 0, 0, 240, 180);
  return small.toDataURL('image/jpeg', 0.85);
}

function paintPhoto(photo: SamplePhoto): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  photo.paint(contextOf(canvas));
  return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('the browser cannot draw');
  return context;
}

/** Sensor noise: makes every shot its own file. */
function grain(context: CanvasRenderingContext2D): void {
  for (let index = 0; index < 500; index += 1) {
    context.fillStyle = `rgba(${index % 2 ? '255,255,255' : '0,0,0'},.05)`;
    context.fillRect(Math.random() * WIDTH, Math.random() * HEIGHT, 3, 3);
  }
}

function shade(
  context: CanvasRenderingContext2D,
  from: string,
  to: string,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): CanvasGradient {
  const gradient = context.createLinearGradient(x0, y0, x1, y1);
  gradient.addColorStop(0, from);
  gradient.addColorStop(1, to);
  return gradient;
}

function wallAndFloor(
  context: CanvasRenderingContext2D,
  wall: string,
  wallDark: string,
  floor: string,
  floorDark: string,
  horizon: number,
): void {
  context.fillStyle = shade(context, wall, wallDark, 0, 0, 0, horizon);
  context.fillRect(0, 0, WIDTH, horizon);
  context.fillStyle = shade(context, floorDark, floor, 0, horizon, 0, HEIGHT);
  context.fillRect(0, horizon, WIDTH, HEIGHT - horizon);
}

function rounded(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}

function paintExtinguisher(context: CanvasRenderingContext2D): void {
  wallAndFloor(context, '#e9e4d8', '#cfc8b8', '#8d8677', '#6f695d', 560);
  context.fillStyle = '#b9d2c6';
  context.fillRect(0, 380, WIDTH, 180);
  context.fillStyle = '#9fbcae';
  context.fillRect(0, 374, WIDTH, 10);
  context.fillStyle = 'rgba(0,0,0,.22)';
  context.beginPath();
  context.ellipse(480, 622, 150, 24, 0, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = shade(context, '#e5484d', '#8f1d22', 385, 0, 575, 0);
  rounded(context, 385, 210, 190, 405, 60);
  context.fillStyle = 'rgba(255,255,255,.22)';
  rounded(context, 412, 245, 22, 330, 11);
  context.fillStyle = '#3a3d42';
  rounded(context, 445, 160, 70, 66, 12);
  context.fillRect(430, 146, 150, 20);
  context.fillRect(430, 118, 132, 16);
  context.strokeStyle = '#26282c';
  context.lineWidth = 18;
  context.beginPath();
  context.moveTo(440, 190);
  context.bezierCurveTo(300, 200, 310, 420, 352, 520);
  context.stroke();
  context.fillStyle = '#f6f2e6';
  rounded(context, 425, 330, 112, 150, 8);
  context.fillStyle = '#b3262b';
  context.font = '700 25px "Noto Sans CJK SC", "PingFang SC", sans-serif';
  context.textAlign = 'center';
  context.fillText('有效期至', 481, 372);
  context.font = '700 30px "Noto Sans CJK SC", "PingFang SC", sans-serif';
  context.fillText('2023.06', 481, 414);
  context.fillStyle = '#8b8f96';
  context.font = '500 20px "Noto Sans CJK SC", "PingFang SC", sans-serif';
  context.fillText('压力不足', 481, 456);
  context.fillStyle = '#fff';
  context.beginPath();
  context.arc(555, 196, 26, 0, Math.PI * 2);
  context.fill();
  context.strokeStyle = '#d33b3f';
  context.lineWidth = 5;
  context.beginPath();
  context.moveTo(555, 196);
  context.lineTo(538, 208);
  context.stroke();
}

function rail(context: CanvasRenderingContext2D, x: number, lean: number): void {
  context.save();
  context.translate(x, 590);
  context.rotate(lean);
  context.fillStyle = shade(context, '#c9d0d8', '#77808b', 0, 0, 26, 0);
  context.fillRect(0, -330, 26, 330);
  context.fillStyle = '#5d6670';
  context.fillRect(-14, -12, 54, 14);
  context.restore();
}

function stairwell(context: CanvasRenderingContext2D): void {
  wallAndFloor(context, '#dfe6ea', '#c3cdd4', '#a49c90', '#857d72', 590);
  for (let step = 0; step < 6; step += 1) {
    context.fillStyle = step % 2 ? '#b5ada1' : '#a9a195';
    context.fillRect(560 + step * 70, 590 - step * 46, WIDTH, 46);
    context.fillStyle = '#8a8276';
    context.fillRect(560 + step * 70, 590 - step * 46, WIDTH, 7);
  }
}

function paintRailing(context: CanvasRenderingContext2D): void {
  stairwell(context);
  rail(context, 110, 0);
  rail(context, 270, 0);
  rail(context, 430, 0.24);
  context.strokeStyle = '#8d5a33';
  context.lineWidth = 34;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(60, 250);
  context.lineTo(360, 250);
  context.lineTo(620, 330);
  context.stroke();
  context.strokeStyle = 'rgba(255,255,255,.25)';
  context.lineWidth = 7;
  context.beginPath();
  context.moveTo(60, 242);
  context.lineTo(358, 242);
  context.stroke();
  context.fillStyle = '#4a4f56';
  for (const [x, y] of [
    [452, 604],
    [486, 628],
    [424, 634],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 10, 0, Math.PI * 2);
    context.fill();
  }
}

function paintManhole(context: CanvasRenderingContext2D): void {
  context.fillStyle = shade(context, '#9a9c9e', '#73767a', 0, 0, WIDTH, HEIGHT);
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.strokeStyle = 'rgba(60,62,66,.35)';
  context.lineWidth = 4;
  for (let x = -100; x < WIDTH + 200; x += 190) {
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x + 90, HEIGHT);
    context.stroke();
  }
  context.fillStyle = '#55585c';
  context.beginPath();
  context.ellipse(480, 380, 275, 205, 0, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = '#3f4246';
  context.beginPath();
  context.ellipse(480, 376, 250, 182, 0, 0, Math.PI * 2);
  context.fill();
  context.strokeStyle = '#5b5f64';
  context.lineWidth = 12;
  for (let ring = 60; ring < 240; ring += 52) {
    context.beginPath();
    context.ellipse(480, 376, ring, ring * 0.73, 0, 0, Math.PI * 2);
    context.stroke();
  }
  context.fillStyle = '#0d0f11';
  context.beginPath();
  context.moveTo(520, 380);
  context.lineTo(600, 215);
  context.lineTo(705, 290);
  context.lineTo(735, 400);
  context.lineTo(640, 470);
  context.lineTo(560, 452);
  context.closePath();
  context.fill();
  context.strokeStyle = '#161819';
  context.lineWidth = 6;
  context.beginPath();
  context.moveTo(520, 380);
  context.lineTo(420, 420);
  context.lineTo(340, 505);
  context.moveTo(520, 380);
  context.lineTo(430, 300);
  context.stroke();
}

function paintRepaired(context: CanvasRenderingContext2D): void {
  stairwell(context);
  for (const x of [110, 270, 430]) rail(context, x, 0);
  context.strokeStyle = '#a86a3b';
  context.lineWidth = 36;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(60, 250);
  context.lineTo(560, 250);
  context.stroke();
  context.strokeStyle = 'rgba(255,255,255,.3)';
  context.lineWidth = 8;
  context.beginPath();
  context.moveTo(60, 241);
  context.lineTo(560, 241);
  context.stroke();
  context.fillStyle = '#1f9d63';
  rounded(context, 610, 110, 250, 96, 16);
  context.fillStyle = '#fff';
  context.font = '700 44px "Noto Sans CJK SC", "PingFang SC", sans-serif';
  context.textAlign = 'center';
  context.fillText('已加固', 735, 174);
}
