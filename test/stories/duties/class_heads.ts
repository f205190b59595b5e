import { addClasses, addClassTeachersGroup, juniorClasses } from '../campus/classes.ts';
import { type Campus, type CampusOptions, openCampus } from '../campus.ts';

/** Three classes with heads, and the class teachers' group; the story begins the evening before. */
export async function withClasses(options: CampusOptions = {}): Promise<{ campus: Campus; group: string }> {
  const campus = await openCampus({
    duties: true,
    start: '2025-09-17 20:00',
    staff: {
      王芳: ['safety_office'],
      孙丽: ['vice_principal'],
      周建国: ['principal'],
      李敏: ['staff'],
      赵强: ['staff'],
      陈静: ['staff'],
      郑敏: ['staff'],
    },
    ...options,
  });
  const heads = ['李敏', '赵强', '陈静'];
  const group = addClassTeachersGroup(campus, heads);
  addClasses(campus, juniorClasses(heads, '初二'));
  return { campus, group };
}
