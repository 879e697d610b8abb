import { describe } from 'vitest';
import { everyPage } from './pages.js';

describe('every page on a phone', () => everyPage('phone'));
