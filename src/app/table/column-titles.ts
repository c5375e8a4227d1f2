import type { Column } from '../../core/rows/table.ts';
import { current } from '../catalogue/say.svelte.ts';

/** Korean titles by the English ones; names of the kernel (PID, task_struct) stay as they are. */
const KOREAN: Readonly<Record<string, string>> = {
  Command: '이름',
  State: '상태',
  'State in full': '상태 전체',
  Active: '실행 중',
  Kind: '종류',
  '%Mem': '%메모리',
  Policy: '정책',
  'Since last run': '마지막 실행 이후',
  'Last run': '마지막 실행',
  Time: '시각',
  Level: '레벨',
  Message: '메시지',
  Caller: '출력한 태스크',
  Facility: '퍼실리티',
  Device: '장치',
  Number: '번호',
  Name: '이름',
  Size: '크기',
  Taints: '오염',
  'Taints in words': '오염 설명',
  'Used by': '사용하는 모듈',
  References: '참조 수',
  'Text at': '코드 위치',
  Version: '버전',
  'Source version': '소스 버전',
  Memory: '메모리',
  Role: '역할',
  Task: '태스크',
  Mode: '모드',
  Where: '위치',
  Runnable: '대기 태스크 수',
  'Run queue': '런 큐',
  'Stack pointer': '스택 포인터',
  Address: '주소',
  Module: '모듈',
  Members: '멤버 수',
  'Names of members': '멤버 이름',
};

export function columnTitle(column: Column): string {
  return current.language === 'ko' ? (KOREAN[column.title] ?? column.title) : column.title;
}
