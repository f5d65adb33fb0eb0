# language: fr
@INS
Fonctionnalité: Créer et retrouver un usager dans la base du cabinet
  Le logiciel n'accepte que des identités complètes et bien écrites, et retrouve un usager
  quelle que soit la façon dont son nom est frappé.

  @INS-01 @capacite.patient.creer @capacite.patient.chercher
  Plan du Scénario: Retrouver un usager par sa date de naissance <critère>
    Étant donné un usager "JEANNE D'ARC-LEROY", dont le nom utilisé est "DUPRE-GIRARD", dont le prénom utilisé est "ELEONORE", au statut "provisoire"
    Et un autre usager "ANTOINE CHEVALIER"
    Quand le professionnel cherche dans sa base par la date de naissance <critère>
    Alors cet usager est trouvé
    Et l'autre usager n'est pas trouvé
    Quand le professionnel cherche dans sa base par la date de naissance <variante>
    Alors cet usager est trouvé

    Exemples:
      | critère                              | variante                               |
      | seule                                | et le début de nom "D ARC LEROY"       |
      | et le début de nom "D'ARC"           | et le début de nom "D’ARC"             |
      | et le début de nom "DUPRE"           | et le début de nom "D'ARC--LEROY"      |
      | et le début de prénom "JEANNE"       | et le début de nom "d'arc léroy"       |
      | et le début de prénom "ELEONORE"     | et le début de nom "D'ÂRÇ"             |

  @INS-02 @negatif @capacite.patient.creer @capacite.ins.rechercher
  Plan du Scénario: Refuser de créer un usager à qui il manque <trait>
    Étant donné un usager "LUCIE FONTAINE", dont <trait> est ""
    Et le logiciel a déjà joint INSi pour un autre usager
    Quand le professionnel crée cet usager
    Alors l'action est refusée et le motif est donné
    Et aucun usager n'est ajouté à la base
    Et INSi n'a reçu aucun appel
    Quand le professionnel crée cet usager avec les cinq traits obligatoires seuls
    Alors l'action est acceptée

    Exemples:
      | trait                 |
      | le nom de naissance   |
      | le premier prénom     |
      | la date de naissance  |
      | le sexe               |
      | le lieu de naissance  |

  @INS-03 @negatif @capacite.patient.creer @capacite.patient.chercher @capacite.ins.rechercher
  Plan du Scénario: Saisir <champ> hors des caractères permis, une date impossible, chercher par un matricule faux
    Étant donné un usager "ISABELLE FAURE", au statut "récupérée"
    Quand le professionnel crée un usager dont <champ> est "<saisie>"
    Alors <champ> est gardé en "<forme>", ou la saisie est refusée
    Quand le professionnel crée un usager dont <champ> est "<permise>"
    Alors l'action est acceptée
    Et <champ> de l'usager créé vaut "<permise>"
    Quand le professionnel crée un usager dont la date de naissance est "<date>"
    Alors l'action est refusée et le motif est donné
    Quand le professionnel cherche dans sa base par le matricule de cet usager
    Alors cet usager est trouvé
    Quand le professionnel cherche dans sa base par le matricule de cet usager, avec une clé fausse
    Alors l'action est refusée et le motif est donné
    Quand le professionnel cherche dans sa base par le matricule de cet usager, sans sa clé
    Alors l'action est refusée et le motif est donné

    Exemples:
      | champ               | saisie   | forme    | permise          | date       |
      | le nom de naissance | lévêque  | LEVEQUE  | O'CONNOR-BRIAND  | 1980-01-32 |
      | le premier prénom   | Élise    | ELISE    | ANNE-LAURE       | 1980-13-01 |
      | le nom utilisé      | garçon   | GARCON   | D'ALMEIDA        | 1981-06-00 |
      | le prénom utilisé   | Zoë      | ZOE      | MARIE CLAIRE     | 1980-00-10 |
